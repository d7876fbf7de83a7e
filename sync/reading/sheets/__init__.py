"""Tabs ─▶ rows: which tables stand there, what heads their columns, what each row says."""

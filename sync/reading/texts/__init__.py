"""What a key result's text says, by a grammar over its tokens, and nothing of sheets. The way in is ``wording``."""

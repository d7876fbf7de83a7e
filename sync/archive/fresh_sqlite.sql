CREATE TABLE alembic_version (
  version_num VARCHAR(32) NOT NULL,
  CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE content (
  hash BLOB NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (hash)
);

CREATE TABLE quota (
  "key" TEXT NOT NULL,
  spoken_for FLOAT NOT NULL,
  PRIMARY KEY ("key")
);

CREATE TABLE run (
  id TEXT NOT NULL,
  started DATETIME NOT NULL,
  finished DATETIME,
  outcome TEXT,
  "trigger" TEXT NOT NULL,
  actor TEXT NOT NULL,
  host TEXT NOT NULL,
  version TEXT NOT NULL,
  settings_hash TEXT NOT NULL,
  as_of DATE NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE small_workbook (
  source TEXT NOT NULL,
  PRIMARY KEY (source)
);

CREATE TABLE workbook (
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (name)
);

CREATE TABLE closed_cycle (
  cycle TEXT NOT NULL,
  run TEXT NOT NULL,
  closed DATETIME NOT NULL,
  closings INTEGER NOT NULL,
  seal TEXT NOT NULL,
  PRIMARY KEY (cycle),
  FOREIGN KEY(run) REFERENCES run (id)
);

CREATE TABLE hold (
  id INTEGER NOT NULL,
  workbook INTEGER NOT NULL,
  since DATETIME NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  run TEXT,
  released DATETIME,
  released_by TEXT,
  PRIMARY KEY (id),
  FOREIGN KEY(workbook) REFERENCES workbook (id),
  FOREIGN KEY(run) REFERENCES run (id)
);

CREATE INDEX hold_by_workbook ON hold (workbook, released);

CREATE TABLE intent (
  id INTEGER NOT NULL,
  run TEXT NOT NULL,
  workbook INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  settled BOOLEAN NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(run) REFERENCES run (id),
  FOREIGN KEY(workbook) REFERENCES workbook (id)
);

CREATE INDEX intent_by_run ON intent (run, workbook);

CREATE INDEX intent_by_workbook ON intent (workbook, settled);

CREATE TABLE snapshot (
  id INTEGER NOT NULL,
  run TEXT NOT NULL,
  workbook INTEGER NOT NULL,
  source TEXT NOT NULL,
  as_of DATE NOT NULL,
  fingerprint TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  shortcut BLOB NOT NULL,
  expected BLOB NOT NULL,
  options BLOB NOT NULL,
  objectives INTEGER NOT NULL,
  key_results INTEGER NOT NULL,
  kpis INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  warnings INTEGER NOT NULL,
  infos INTEGER NOT NULL,
  changed_rows INTEGER NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(run) REFERENCES run (id),
  FOREIGN KEY(workbook) REFERENCES workbook (id),
  FOREIGN KEY(expected) REFERENCES content (hash),
  FOREIGN KEY(options) REFERENCES content (hash)
);

CREATE INDEX snapshot_by_day ON snapshot (workbook, as_of);

CREATE INDEX snapshot_by_run ON snapshot (run, workbook);

CREATE TABLE closing (
  cycle TEXT NOT NULL,
  position INTEGER NOT NULL,
  workbook TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  score TEXT,
  grade TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (cycle, position),
  FOREIGN KEY(cycle) REFERENCES closed_cycle (cycle)
);

CREATE TABLE finding (
  id INTEGER NOT NULL,
  workbook INTEGER NOT NULL,
  code TEXT NOT NULL,
  severity TEXT NOT NULL,
  sheet TEXT NOT NULL,
  "row" INTEGER NOT NULL,
  "column" INTEGER NOT NULL,
  content BLOB NOT NULL,
  first_snapshot INTEGER NOT NULL,
  last_snapshot INTEGER,
  PRIMARY KEY (id),
  FOREIGN KEY(workbook) REFERENCES workbook (id),
  FOREIGN KEY(content) REFERENCES content (hash),
  FOREIGN KEY(first_snapshot) REFERENCES snapshot (id),
  FOREIGN KEY(last_snapshot) REFERENCES snapshot (id)
);

CREATE INDEX finding_by_span ON finding (workbook, last_snapshot, first_snapshot);

CREATE TABLE last_read (
  workbook INTEGER NOT NULL,
  snapshot INTEGER NOT NULL,
  began DATETIME NOT NULL,
  file_version TEXT NOT NULL,
  PRIMARY KEY (workbook),
  FOREIGN KEY(workbook) REFERENCES workbook (id) ON DELETE CASCADE,
  FOREIGN KEY(snapshot) REFERENCES snapshot (id) ON DELETE CASCADE
);

CREATE TABLE tab (
  workbook INTEGER NOT NULL,
  title TEXT NOT NULL,
  first_cycle TEXT NOT NULL,
  first_snapshot INTEGER NOT NULL,
  PRIMARY KEY (workbook, title),
  FOREIGN KEY(workbook) REFERENCES workbook (id),
  FOREIGN KEY(first_snapshot) REFERENCES snapshot (id)
);

CREATE TABLE version (
  id INTEGER NOT NULL,
  workbook INTEGER NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  position INTEGER NOT NULL,
  sheet TEXT NOT NULL,
  "row" INTEGER NOT NULL,
  content BLOB NOT NULL,
  evaluation BLOB,
  current TEXT,
  target TEXT,
  progress TEXT,
  score TEXT,
  status TEXT,
  first_seen DATE NOT NULL,
  changed_on DATE NOT NULL,
  first_snapshot INTEGER NOT NULL,
  last_snapshot INTEGER,
  PRIMARY KEY (id),
  FOREIGN KEY(workbook) REFERENCES workbook (id),
  FOREIGN KEY(content) REFERENCES content (hash),
  FOREIGN KEY(evaluation) REFERENCES content (hash),
  FOREIGN KEY(first_snapshot) REFERENCES snapshot (id),
  FOREIGN KEY(last_snapshot) REFERENCES snapshot (id)
);

CREATE INDEX version_by_span ON version (workbook, last_snapshot, first_snapshot);

CREATE INDEX version_by_subject ON version (workbook, subject, first_snapshot);

CREATE TABLE workbook_run (
  run TEXT NOT NULL,
  workbook INTEGER NOT NULL,
  source TEXT NOT NULL,
  outcome TEXT,
  error TEXT NOT NULL,
  snapshot INTEGER,
  fingerprint_before TEXT,
  fingerprint_after TEXT,
  PRIMARY KEY (run, workbook),
  FOREIGN KEY(run) REFERENCES run (id),
  FOREIGN KEY(workbook) REFERENCES workbook (id),
  FOREIGN KEY(snapshot) REFERENCES snapshot (id)
);

CREATE INDEX workbook_run_by_workbook ON workbook_run (workbook, run);

CREATE TABLE write (
  intent INTEGER NOT NULL,
  sheet TEXT NOT NULL,
  "row" INTEGER NOT NULL,
  "column" INTEGER NOT NULL,
  header BOOLEAN NOT NULL,
  field TEXT NOT NULL,
  subject TEXT NOT NULL,
  "before" TEXT NOT NULL,
  "after" TEXT NOT NULL,
  number_format TEXT,
  dropped TEXT,
  look TEXT,
  added TEXT,
  PRIMARY KEY (intent, sheet, "row", "column"),
  FOREIGN KEY(intent) REFERENCES intent (id)
)
 WITHOUT ROWID;

CREATE TRIGGER closed_cycle_is_never_changed BEFORE UPDATE ON closed_cycle
BEGIN SELECT RAISE(ABORT, 'a sealed cycle is never changed'); END;

CREATE TRIGGER closed_cycle_is_never_deleted BEFORE DELETE ON closed_cycle
BEGIN SELECT RAISE(ABORT, 'a sealed cycle is never changed'); END;

CREATE TRIGGER closed_cycle_is_never_replaced BEFORE INSERT ON closed_cycle
WHEN EXISTS (SELECT 1 FROM closed_cycle WHERE cycle = NEW.cycle)
BEGIN SELECT RAISE(ABORT, 'a sealed cycle is never changed'); END;

CREATE TRIGGER closing_is_never_changed BEFORE UPDATE ON closing
BEGIN SELECT RAISE(ABORT, 'a sealed cycle is never changed'); END;

CREATE TRIGGER closing_is_never_deleted BEFORE DELETE ON closing
BEGIN SELECT RAISE(ABORT, 'a sealed cycle is never changed'); END;

CREATE TRIGGER closing_is_never_added BEFORE INSERT ON closing
WHEN NEW.position NOT BETWEEN 0 AND (SELECT closings FROM closed_cycle WHERE cycle = NEW.cycle) - 1
  OR NEW.position <> CAST(NEW.position AS INTEGER)
  OR EXISTS (SELECT 1 FROM closing WHERE cycle = NEW.cycle AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'a sealed cycle is never changed'); END;

INSERT INTO alembic_version VALUES ('0003');

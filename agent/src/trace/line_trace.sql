CREATE TABLE IF NOT EXISTS line_trace (
    position   INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    -- The same again and again is one row: how often, and when last.
    times      INTEGER NOT NULL DEFAULT 1,
    last_at    INTEGER NOT NULL,
    device     TEXT NOT NULL,
    payment_id TEXT,
    line       TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS trace_of_payment ON line_trace (payment_id, position);

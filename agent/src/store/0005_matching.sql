-- 決済照合: what a run compared, and what came of it. Nothing of it is ever changed or deleted.

-- When a linked card was charged, on the terminal's clock.
ALTER TABLE slip_tender ADD COLUMN terminal_time INTEGER;
CREATE INDEX tenders_by_terminal_time ON slip_tender
    (terminal_id, terminal_time, slip_number, amount, receipt_number, payment_id, category)
    WHERE kind = 'linked_card' AND mode = 'live';
-- Payments that left without a sale of their own, and those whose paper a person typed.
CREATE INDEX payments_without_a_sale ON payment (accepted_at) WHERE state_word <> 'sold' AND sent IS NOT NULL;
CREATE INDEX payments_told_by_paper ON payment (accepted_at) WHERE paper IS NOT NULL;
CREATE INDEX closed_actions ON terminal_action (closed_at) WHERE closed_at IS NOT NULL;

CREATE TABLE matching_run (
    run         INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL,
    who         TEXT NOT NULL,
    device      TEXT NOT NULL,
    terminal_id TEXT NOT NULL,
    -- On the terminal's clock, both ends included.
    from_time   INTEGER NOT NULL,
    to_time     INTEGER NOT NULL CHECK (from_time <= to_time),
    source      TEXT NOT NULL CHECK (source IN ('log', 'typed')),
    summary     TEXT NOT NULL
) STRICT;
CREATE INDEX runs_of_terminal ON matching_run (terminal_id, to_time);

-- The terminal's lines as they came in, and the slips a person typed from its paper.
CREATE TABLE matching_line (
    run              INTEGER NOT NULL REFERENCES matching_run (run),
    place            INTEGER NOT NULL,
    slip_number      TEXT NOT NULL,
    transaction_type INTEGER,
    amount           INTEGER NOT NULL,
    terminal_time    INTEGER,
    payment_media    INTEGER,
    result           TEXT,
    PRIMARY KEY (run, place)
) STRICT, WITHOUT ROWID;

-- Sums a person typed.
CREATE TABLE matching_total (
    run      INTEGER NOT NULL REFERENCES matching_run (run),
    -- カード区分; none: all together.
    category INTEGER,
    count    INTEGER NOT NULL,
    amount   INTEGER NOT NULL
) STRICT;
CREATE INDEX totals_of_run ON matching_total (run);

CREATE TABLE matching_difference (
    difference  INTEGER PRIMARY KEY AUTOINCREMENT,
    run         INTEGER NOT NULL REFERENCES matching_run (run),
    terminal_id TEXT NOT NULL,
    -- What it is about, the same in every run.
    subject     TEXT NOT NULL,
    at          INTEGER,
    body        TEXT NOT NULL
) STRICT;
CREATE INDEX differences_of_run ON matching_difference (run, difference);
CREATE INDEX differences_by_subject ON matching_difference (terminal_id, subject, difference);

-- One closing for each difference: with a reason, by a person or by a later run.
CREATE TABLE matching_closing (
    difference  INTEGER PRIMARY KEY REFERENCES matching_difference (difference),
    run         INTEGER NOT NULL REFERENCES matching_run (run),
    at          INTEGER NOT NULL,
    who         TEXT,
    approved_by TEXT,
    reason      TEXT NOT NULL,
    note        TEXT NOT NULL,
    by_run      INTEGER REFERENCES matching_run (run),
    CHECK (who IS NOT NULL OR by_run IS NOT NULL)
) STRICT;
CREATE INDEX closings_of_run ON matching_closing (run);

-- 証拠待ち that a run confirmed.
CREATE TABLE matching_confirmed (
    payment_id TEXT PRIMARY KEY REFERENCES payment (payment_id),
    run        INTEGER NOT NULL REFERENCES matching_run (run)
) STRICT;

CREATE TRIGGER matching_run_is_append_only_1 BEFORE UPDATE ON matching_run
    BEGIN SELECT RAISE(ABORT, 'a run stays as it was'); END;
CREATE TRIGGER matching_run_is_append_only_2 BEFORE DELETE ON matching_run
    BEGIN SELECT RAISE(ABORT, 'a run stays as it was'); END;
CREATE TRIGGER matching_line_is_append_only_1 BEFORE UPDATE ON matching_line
    BEGIN SELECT RAISE(ABORT, 'a run stays as it was'); END;
CREATE TRIGGER matching_line_is_append_only_2 BEFORE DELETE ON matching_line
    BEGIN SELECT RAISE(ABORT, 'a run stays as it was'); END;
CREATE TRIGGER matching_total_is_append_only_1 BEFORE UPDATE ON matching_total
    BEGIN SELECT RAISE(ABORT, 'a run stays as it was'); END;
CREATE TRIGGER matching_total_is_append_only_2 BEFORE DELETE ON matching_total
    BEGIN SELECT RAISE(ABORT, 'a run stays as it was'); END;
CREATE TRIGGER matching_difference_is_append_only_1 BEFORE UPDATE ON matching_difference
    BEGIN SELECT RAISE(ABORT, 'a difference is closed, never changed'); END;
CREATE TRIGGER matching_difference_is_append_only_2 BEFORE DELETE ON matching_difference
    BEGIN SELECT RAISE(ABORT, 'a difference is closed, never changed'); END;
CREATE TRIGGER matching_closing_is_append_only_1 BEFORE UPDATE ON matching_closing
    BEGIN SELECT RAISE(ABORT, 'a closing stays'); END;
CREATE TRIGGER matching_closing_is_append_only_2 BEFORE DELETE ON matching_closing
    BEGIN SELECT RAISE(ABORT, 'a closing stays'); END;
CREATE TRIGGER matching_confirmed_is_append_only_1 BEFORE UPDATE ON matching_confirmed
    BEGIN SELECT RAISE(ABORT, 'a confirmation stays'); END;
CREATE TRIGGER matching_confirmed_is_append_only_2 BEFORE DELETE ON matching_confirmed
    BEGIN SELECT RAISE(ABORT, 'a confirmation stays'); END;

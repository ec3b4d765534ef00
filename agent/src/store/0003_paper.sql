-- 電子ジャーナル: every paper as it was printed, so that no later layout changes an old one. Each line holds the hash of the
-- one before and itself, so that a change to either shows.
CREATE TABLE paper (
    position       INTEGER PRIMARY KEY AUTOINCREMENT,
    at             INTEGER NOT NULL,
    business_day   TEXT NOT NULL,
    mode           TEXT NOT NULL CHECK (mode IN ('live', 'training')),
    kind           TEXT NOT NULL,
    receipt_number INTEGER,
    copy           INTEGER NOT NULL,
    who            TEXT,
    amount         INTEGER,
    -- 宛名 and 但し書き of a 領収書.
    formal         TEXT,
    layout         INTEGER NOT NULL,
    lines          TEXT NOT NULL,
    hash           TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_paper_per_copy ON paper (mode, kind, receipt_number, copy)
    WHERE receipt_number IS NOT NULL AND kind <> 'extract';
CREATE INDEX papers_by_day ON paper (mode, business_day, position);
CREATE INDEX papers_by_kind ON paper (mode, kind, business_day, position);
CREATE INDEX papers_by_receipt ON paper (mode, receipt_number, business_day, position);
CREATE INDEX copies_by_day ON paper (business_day, who) WHERE copy > 0 AND mode = 'live';
CREATE TRIGGER paper_is_append_only_1 BEFORE UPDATE ON paper
    BEGIN SELECT RAISE(ABORT, 'the electronic journal is append-only'); END;
CREATE TRIGGER paper_is_append_only_2 BEFORE DELETE ON paper
    BEGIN SELECT RAISE(ABORT, 'the electronic journal is append-only'); END;

-- Which of them went to a printer the first time: whatever comes out after that is 再発行.
CREATE TABLE paper_out (
    position INTEGER PRIMARY KEY REFERENCES paper (position),
    at       INTEGER NOT NULL,
    who      TEXT
) STRICT;
CREATE TRIGGER paper_out_is_append_only_1 BEFORE UPDATE ON paper_out
    BEGIN SELECT RAISE(ABORT, 'the electronic journal is append-only'); END;
CREATE TRIGGER paper_out_is_append_only_2 BEFORE DELETE ON paper_out
    BEGIN SELECT RAISE(ABORT, 'the electronic journal is append-only'); END;

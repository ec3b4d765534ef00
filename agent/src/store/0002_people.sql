-- PINs, apart from the rows of 担当者マスタ: no export, history or answer ever holds one.
CREATE TABLE operator_pin (
    code     TEXT PRIMARY KEY,
    hash     TEXT NOT NULL,
    wrong    INTEGER NOT NULL,
    wrong_at INTEGER NOT NULL
) STRICT;

-- Whose PIN allowed a decision, where it needed one.
ALTER TABLE payment_event ADD COLUMN approval TEXT;

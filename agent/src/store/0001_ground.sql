-- Everything a register keeps. Amounts are whole yen, times milliseconds since 1970 (UTC), bodies JSON.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE counter (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT;

-- Requests that wrote, so that the same one again is answered as before.
CREATE TABLE done_request (
    request_id  TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    reply       TEXT NOT NULL,
    done_at     INTEGER NOT NULL
) STRICT;

-- Masters ------------------------------------------------------------------------------------------------------------
-- Rows of every master: text by the key of its field (catlink_shared::masters).
CREATE TABLE master_row (
    master     TEXT NOT NULL,
    code       TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    row_values TEXT NOT NULL,
    PRIMARY KEY (master, code)
) STRICT;
CREATE UNIQUE INDEX one_product_per_jan ON master_row (json_extract(row_values, '$.jan')) WHERE master = 'product';
CREATE UNIQUE INDEX one_operator_per_barcode ON master_row (json_extract(row_values, '$.barcode')) WHERE master = 'operator';
CREATE INDEX companies_by_category ON master_row (json_extract(row_values, '$.category')) WHERE master = 'card_company';
CREATE INDEX products_by_tax ON master_row (json_extract(row_values, '$.tax')) WHERE master = 'product';

-- 変更履歴: each line holds the hash of the one before and itself, so that a change to either shows.
CREATE TABLE change (
    position    INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL,
    who         TEXT,
    approved_by TEXT,
    what        TEXT NOT NULL,
    master      TEXT,
    subject     TEXT NOT NULL,
    was         TEXT NOT NULL,
    became      TEXT NOT NULL,
    hash        TEXT NOT NULL
) STRICT;
CREATE INDEX changes_of_master ON change (master, position);
CREATE TRIGGER change_is_append_only_1 BEFORE UPDATE ON change
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
CREATE TRIGGER change_is_append_only_2 BEFORE DELETE ON change
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;

-- Sales in the making ------------------------------------------------------------------------------------------------
CREATE TABLE sale (
    sale_id        TEXT PRIMARY KEY,
    status         TEXT NOT NULL CHECK (status IN ('current', 'parked', 'settled', 'discarded')),
    draft_revision INTEGER NOT NULL,
    draft          TEXT NOT NULL,
    owner          TEXT,
    parked_at      INTEGER,
    changed_at     INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_current_sale ON sale (status) WHERE status = 'current';
CREATE INDEX parked_sales ON sale (parked_at) WHERE status = 'parked';

-- The payment journal ------------------------------------------------------------------------------------------------
CREATE TABLE payment (
    payment_id  TEXT PRIMARY KEY,
    sale_id     TEXT NOT NULL REFERENCES sale (sale_id),
    device      TEXT NOT NULL,
    frozen      TEXT NOT NULL,
    state       TEXT NOT NULL,
    state_word  TEXT NOT NULL,
    -- What its state calls for, and whether it has it: evidence that comes late may find the lock with another payment.
    keeps_port  INTEGER NOT NULL,
    keeps_sale  INTEGER NOT NULL,
    holds_port  INTEGER NOT NULL,
    holds_sale  INTEGER NOT NULL,
    is_question INTEGER NOT NULL,
    accepted_at INTEGER NOT NULL,
    sent        TEXT,
    doubted_at  INTEGER,
    result      TEXT,
    paper       TEXT,
    last_before TEXT
) STRICT;
-- The two locks: one open payment per terminal port, one per sale.
CREATE UNIQUE INDEX one_open_payment_per_port ON payment (device) WHERE holds_port = 1;
CREATE UNIQUE INDEX one_open_payment_per_sale ON payment (sale_id) WHERE holds_sale = 1;
CREATE UNIQUE INDEX payments_by_sequence ON payment (json_extract(frozen, '$.asked.sequence_number'));
CREATE INDEX payments_of_sale ON payment (sale_id, accepted_at);
CREATE INDEX open_payments ON payment (accepted_at) WHERE keeps_port = 1 OR keeps_sale = 1 OR is_question = 1;
CREATE INDEX payments_that_keep_a_port ON payment (device) WHERE keeps_port = 1;
CREATE INDEX sent_payments ON payment (device) WHERE sent IS NOT NULL;

CREATE TABLE payment_event (
    position   INTEGER PRIMARY KEY AUTOINCREMENT,
    payment_id TEXT NOT NULL REFERENCES payment (payment_id),
    at         INTEGER NOT NULL,
    event      TEXT NOT NULL,
    evidence   TEXT,
    who        TEXT
) STRICT;
CREATE INDEX events_of_payment ON payment_event (payment_id, position);
CREATE TRIGGER payment_event_is_append_only_1 BEFORE UPDATE ON payment_event
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER payment_event_is_append_only_2 BEFORE DELETE ON payment_event
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- Asked for before they were started: never to be started.
CREATE TABLE burned_payment (
    payment_id TEXT PRIMARY KEY,
    at         INTEGER NOT NULL
) STRICT;

-- Slips --------------------------------------------------------------------------------------------------------------
CREATE TABLE slip (
    mode           TEXT NOT NULL CHECK (mode IN ('live', 'training')),
    receipt_number INTEGER NOT NULL,
    -- The sale's; a slip that is no sale of its own (取消, 返品) has an id of its own.
    sale_id        TEXT NOT NULL UNIQUE,
    kind           TEXT NOT NULL CHECK (kind IN ('sale', 'void', 'return', 'reservation', 'hand_over', 'cancellation')),
    business_day   TEXT NOT NULL,
    issued_at      INTEGER NOT NULL,
    -- What sales and 前受金 change by, with their signs: together they are what its tenders come to.
    total          INTEGER NOT NULL,
    deposit        INTEGER NOT NULL,
    operator_code  TEXT,
    operator_name  TEXT,
    -- What 日計 tells apart, as it stands in the body: 値引・割引, 連動しないで確定, 前日分, cash for what was paid by card.
    discounted     INTEGER NOT NULL,
    unlinked       INTEGER NOT NULL,
    earlier_day    TEXT,
    cash_for_card  INTEGER NOT NULL,
    -- The slip of the same mode that it undoes.
    of_receipt     INTEGER,
    body           TEXT NOT NULL,
    PRIMARY KEY (mode, receipt_number),
    FOREIGN KEY (mode, of_receipt) REFERENCES slip (mode, receipt_number)
) STRICT;
CREATE INDEX slips_by_day ON slip (business_day, receipt_number);
CREATE INDEX slips_by_amount ON slip (abs(total + deposit), receipt_number);
CREATE INDEX slips_by_operator ON slip (operator_code, receipt_number) WHERE operator_code IS NOT NULL;
CREATE INDEX slips_that_undo ON slip (mode, of_receipt) WHERE of_receipt IS NOT NULL;
CREATE UNIQUE INDEX one_void_per_slip ON slip (mode, of_receipt) WHERE kind = 'void';

-- The tax of a slip per rate, with its sign.
CREATE TABLE slip_tax (
    mode           TEXT NOT NULL,
    receipt_number INTEGER NOT NULL,
    tax_kind       TEXT NOT NULL,
    percent        INTEGER NOT NULL,
    amount         INTEGER NOT NULL,
    tax            INTEGER NOT NULL,
    PRIMARY KEY (mode, receipt_number, tax_kind, percent),
    FOREIGN KEY (mode, receipt_number) REFERENCES slip (mode, receipt_number)
) STRICT;

CREATE TABLE slip_tender (
    mode           TEXT NOT NULL,
    receipt_number INTEGER NOT NULL,
    place          INTEGER NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('cash', 'card', 'linked_card', 'cash_back', 'card_back')),
    -- With its sign: what goes back to the customer is negative.
    amount         INTEGER NOT NULL,
    company_code   TEXT,
    category       INTEGER,
    payment_id     TEXT REFERENCES payment (payment_id),
    terminal_id    TEXT,
    slip_number    TEXT,
    last4          TEXT,
    PRIMARY KEY (mode, receipt_number, place),
    FOREIGN KEY (mode, receipt_number) REFERENCES slip (mode, receipt_number)
) STRICT;
CREATE INDEX tenders_by_terminal_slip ON slip_tender (slip_number, terminal_id) WHERE slip_number IS NOT NULL;
CREATE INDEX terminal_slips ON slip_tender (terminal_id, receipt_number) WHERE slip_number IS NOT NULL;
CREATE INDEX tenders_by_last4 ON slip_tender (last4, receipt_number) WHERE last4 IS NOT NULL;
CREATE UNIQUE INDEX one_slip_per_payment ON slip_tender (payment_id) WHERE payment_id IS NOT NULL;

-- 予約: each comes into being, and ends, with a slip. 前受金 is what the open ones hold: the sum of slip.deposit.
CREATE TABLE reservation (
    number         INTEGER PRIMARY KEY,
    standing       TEXT NOT NULL CHECK (standing IN ('open', 'handed_over', 'cancelled')),
    revision       INTEGER NOT NULL,
    customer       TEXT NOT NULL,
    phone          TEXT NOT NULL,
    phone_figures  TEXT NOT NULL,
    due_date       TEXT NOT NULL,
    note           TEXT NOT NULL,
    goods          TEXT NOT NULL,
    total          INTEGER NOT NULL,
    deposit        INTEGER NOT NULL CHECK (deposit >= 0),
    receipt_number INTEGER NOT NULL UNIQUE,
    closed_by      INTEGER UNIQUE,
    made_at        INTEGER NOT NULL,
    changed_at     INTEGER NOT NULL,
    CHECK ((standing = 'open') = (closed_by IS NULL))
) STRICT;
CREATE INDEX open_reservations ON reservation (due_date, number) WHERE standing = 'open';

-- What stays to be done on a terminal (端末側の操作待ち) -----------------------------------------------------------------
CREATE TABLE terminal_action (
    action_id          TEXT PRIMARY KEY,
    kind               TEXT NOT NULL,
    body               TEXT NOT NULL,
    payment_id         TEXT,
    opened_at          INTEGER NOT NULL,
    closed_at          INTEGER,
    closed_slip_number TEXT,
    closed_amount      INTEGER,
    closed_by          TEXT
) STRICT;
CREATE INDEX open_actions ON terminal_action (opened_at) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX one_action_per_payment_and_kind ON terminal_action (payment_id, kind) WHERE payment_id IS NOT NULL;

-- 現金返金: cash given back for what cannot be voided on a terminal. 日計 and the drawer count it.
CREATE TABLE cash_refund (
    place        INTEGER PRIMARY KEY AUTOINCREMENT,
    action_id    TEXT UNIQUE REFERENCES terminal_action (action_id),
    payment_id   TEXT,
    amount       INTEGER NOT NULL CHECK (amount > 0),
    business_day TEXT NOT NULL,
    at           INTEGER NOT NULL,
    who          TEXT,
    CHECK (action_id IS NOT NULL OR payment_id IS NOT NULL)
) STRICT;
CREATE INDEX cash_refunds_by_day ON cash_refund (business_day, place);

-- The business day ---------------------------------------------------------------------------------------------------
-- 精算: each closes every day that was not closed yet, with one count.
CREATE TABLE closing (
    closing     INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL,
    who         TEXT NOT NULL,
    approved_by TEXT,
    expected    INTEGER NOT NULL,
    counted     INTEGER NOT NULL,
    body        TEXT NOT NULL
) STRICT;
CREATE TRIGGER closing_is_append_only_1 BEFORE UPDATE ON closing
    BEGIN SELECT RAISE(ABORT, 'a closing is append-only'); END;
CREATE TRIGGER closing_is_append_only_2 BEFORE DELETE ON closing
    BEGIN SELECT RAISE(ABORT, 'a closing is append-only'); END;

-- Days something was booked in, or that 端末開設 opened. One that opened by itself has neither operator nor 釣銭準備金.
CREATE TABLE register_day (
    business_day TEXT PRIMARY KEY,
    opened_at    INTEGER NOT NULL,
    opened_by    TEXT,
    float_amount INTEGER CHECK (float_amount >= 0),
    closing      INTEGER REFERENCES closing (closing)
) STRICT;
CREATE INDEX open_days ON register_day (business_day) WHERE closing IS NULL;
-- A day that opened by itself gets its 釣銭準備金 once; every day is closed once; nothing else of it ever changes.
CREATE TRIGGER register_day_is_only_closed BEFORE UPDATE ON register_day
    WHEN OLD.closing IS NOT NULL OR NEW.business_day <> OLD.business_day OR NEW.opened_at <> OLD.opened_at
      OR (NEW.closing IS NULL AND OLD.opened_by IS NOT NULL)
      OR (NEW.closing IS NOT NULL
          AND (NEW.opened_by IS NOT OLD.opened_by OR NEW.float_amount IS NOT OLD.float_amount))
    BEGIN SELECT RAISE(ABORT, 'a business day is only opened and closed, each once'); END;
CREATE TRIGGER register_day_stays BEFORE DELETE ON register_day
    BEGIN SELECT RAISE(ABORT, 'a business day stays'); END;
CREATE TRIGGER register_day_moves_forward BEFORE INSERT ON register_day
    WHEN NEW.closing IS NOT NULL
      OR EXISTS (SELECT 1 FROM register_day WHERE business_day >= NEW.business_day)
    BEGIN SELECT RAISE(ABORT, 'the business day only moves forward'); END;

-- 入出金
CREATE TABLE cash_movement (
    place        INTEGER PRIMARY KEY AUTOINCREMENT,
    business_day TEXT NOT NULL REFERENCES register_day (business_day),
    at           INTEGER NOT NULL,
    who          TEXT NOT NULL,
    direction    TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    amount       INTEGER NOT NULL CHECK (amount > 0),
    reason       TEXT NOT NULL
) STRICT;
CREATE INDEX cash_movements_by_day ON cash_movement (business_day, place);
CREATE TRIGGER cash_movement_is_append_only_1 BEFORE UPDATE ON cash_movement
    BEGIN SELECT RAISE(ABORT, 'cash movements are append-only'); END;
CREATE TRIGGER cash_movement_is_append_only_2 BEFORE DELETE ON cash_movement
    BEGIN SELECT RAISE(ABORT, 'cash movements are append-only'); END;

-- レジ点検
CREATE TABLE drawer_check (
    place        INTEGER PRIMARY KEY AUTOINCREMENT,
    business_day TEXT NOT NULL REFERENCES register_day (business_day),
    at           INTEGER NOT NULL,
    who          TEXT NOT NULL,
    expected     INTEGER NOT NULL,
    counted      INTEGER NOT NULL,
    body         TEXT NOT NULL
) STRICT;
CREATE INDEX drawer_checks_by_day ON drawer_check (business_day, place);
CREATE TRIGGER drawer_check_is_append_only_1 BEFORE UPDATE ON drawer_check
    BEGIN SELECT RAISE(ABORT, 'drawer checks are append-only'); END;
CREATE TRIGGER drawer_check_is_append_only_2 BEFORE DELETE ON drawer_check
    BEGIN SELECT RAISE(ABORT, 'drawer checks are append-only'); END;

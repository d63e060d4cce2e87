CREATE TABLE payments (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  reference  text NOT NULL UNIQUE, -- the conditional write of insertOnce
  amount     integer NOT NULL CHECK (amount > 0),
  status     text NOT NULL CHECK (status IN ('accepted', 'review', 'settling', 'settled')),
  claimed_at timestamptz,
  settled_at timestamptz
);

CREATE INDEX payments_by_day ON payments (settled_at);

-- Where no Redis is given. What a session or a count is worth does not pay for a write-ahead log.
CREATE UNLOGGED TABLE plimsoll_session (
  id         text PRIMARY KEY,
  content    text NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE INDEX plimsoll_session_expires_at ON plimsoll_session (expires_at);

CREATE UNLOGGED TABLE request_counts (
  key      text PRIMARY KEY,
  requests integer NOT NULL,
  ends_at  timestamptz NOT NULL
);

-- The ledger: a line for each movement of money, in the order of the log.
CREATE TABLE ledger_entries (
  payment_id  uuid PRIMARY KEY,
  amount      integer NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);

-- Where no Kinesis is given: the log, and how far it was read. A position is not enough to read by, as transactions end in another order than they began.
CREATE TABLE ledger_log (
  position    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
  movement    jsonb NOT NULL
);

CREATE TABLE ledger_read (
  reader      text PRIMARY KEY,
  transaction xid8 NOT NULL,
  position    bigint NOT NULL
);

INSERT INTO ledger_read VALUES ('ledger', '0', 0);

CREATE TABLE payments (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  reference  text NOT NULL UNIQUE, -- the conditional write of insertOnce
  amount     integer NOT NULL CHECK (amount > 0),
  refunded   integer NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND amount), -- the guard of refundOnce, also when two refunds are asked at once
  status     text NOT NULL CHECK (status IN ('accepted', 'review', 'settling', 'settled')),
  claimed_at timestamptz,
  settled_at timestamptz
);

CREATE INDEX payments_by_day ON payments (settled_at);

CREATE TABLE refunds (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  payment_id uuid NOT NULL REFERENCES payments,
  reference  text NOT NULL,
  amount     integer NOT NULL CHECK (amount > 0),
  status     text NOT NULL DEFAULT 'accepted' CHECK (status IN ('accepted', 'settling', 'settled')),
  claimed_at timestamptz,
  settled_at timestamptz,
  UNIQUE (payment_id, reference)
);

CREATE INDEX refunds_by_day ON refunds (settled_at);

-- What has to be settled and is not on the queue yet: written with its payment or refund in one statement, so that neither is there without the other.
CREATE TABLE outbox (
  position    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind        text NOT NULL,
  movement_id uuid NOT NULL,
  taken_at    timestamptz
);

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

-- The ledger: a line for each movement of money, in the order of the log. What goes back to a customer is below zero.
CREATE TABLE ledger_entries (
  movement_id uuid PRIMARY KEY, -- of the payment or of the refund
  payment_id  uuid NOT NULL,
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

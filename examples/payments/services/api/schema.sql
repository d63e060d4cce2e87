CREATE TABLE payments (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  reference  text NOT NULL UNIQUE, -- the conditional write of insertOnce
  amount     integer NOT NULL CHECK (amount > 0),
  status     text NOT NULL CHECK (status IN ('accepted', 'review', 'settling', 'settled')),
  claimed_at timestamptz,
  settled_at timestamptz
);

CREATE INDEX payments_by_day ON payments (settled_at);

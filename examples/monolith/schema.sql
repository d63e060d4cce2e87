CREATE TABLE payments (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  reference  text NOT NULL,
  amount     integer NOT NULL,
  status     text NOT NULL,
  evidence   text,
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX payments_by_reference ON payments (reference);

CREATE TABLE reconciliations (
  day       date NOT NULL,
  statement text NOT NULL
);

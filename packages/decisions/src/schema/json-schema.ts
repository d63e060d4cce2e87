type JsonSchema = Readonly<Record<string, unknown>>;

const text = (description: string): JsonSchema => ({ description, type: 'string', minLength: 1 });
const day = (description: string): JsonSchema => ({ description, type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', format: 'date' });
const target: JsonSchema = {
  description: 'When it will be paid. A quarter, half, month or year means its last day: Q3 2026 is 2026-09-30.',
  type: ['string', 'integer'],
  examples: ['Q3 2026', '2026-09-30', '2026-09'],
};

/** JSON Schema of the performance debt register, so that editors complete it. The reader is more lenient: see `readDebtRegister`. */
export function debtRegisterJsonSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'docs/performance-debt.yml',
    description: 'Performance debt that decisions accepted (WAF-PERF-100): what it costs, who pays it, and until when. plimsoll check holds its dates.',
    type: 'object',
    required: ['debts'],
    properties: { debts: { description: 'An empty list says that there is none.', type: ['array', 'null'], items: entry } },
  };
}

const entry: JsonSchema = {
  type: 'object',
  required: ['id', 'title', 'owner', 'target'],
  properties: {
    id: { description: 'Never used again, also when the debt is closed.', type: 'string', pattern: '^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*-\\d{1,5}$', examples: ['PERF-DEBT-2026-003'] },
    title: text('What is owed, in a line.'),
    description: text('More than the title says.'),
    impact: { description: 'What it is estimated to cost, with a number where there is one: +50ms for static assets.', type: ['string', 'number'] },
    measured: {
      description: 'What it cost when it was last measured; counts before the estimate.',
      anyOf: [
        text('40ms'),
        {
          type: 'object',
          required: ['impact'],
          properties: { impact: text('40ms'), on: day('The day of the measurement.'), run: text('Id of the stored run that shows it.') },
          additionalProperties: false,
        },
      ],
    },
    services: { description: 'The services that it slows down; their SLOs say how much room there is.', type: ['array', 'string'], items: text('A service, as its SLO file names it.') },
    owner: text('Who pays it.'),
    priority: { description: 'How soon it hurts.', enum: ['high', 'medium', 'low'] },
    created: day('The day on which it was accepted.'),
    target,
    remediation: text('How it will be paid.'),
    rationale: text('Why it is accepted.'),
    adr: text('The decision record that accepts it.'),
    extensions: {
      description: 'Each time the target was moved; they are counted.',
      type: 'array',
      items: {
        type: 'object',
        required: ['on', 'to', 'reason'],
        properties: { on: day('The day on which it was moved.'), from: target, to: target, reason: text('Why it takes longer.') },
        additionalProperties: false,
      },
    },
    reviewed: { description: 'The days on which somebody looked at it, at least one in a quarter.', anyOf: [{ type: 'array', items: day('A review.') }, day('The last review.')] },
    status: { description: 'Left out: open.', enum: ['open', 'closed'] },
    closed: day('The day on which it was paid.'),
    resolution: text('What was done.'),
  },
};

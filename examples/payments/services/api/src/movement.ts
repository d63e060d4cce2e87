/** What is asked of a payment and of a refund: a reference under which it counts once, and an amount in cents. */
export const movement = {
  type: 'object',
  required: ['reference', 'amount'],
  properties: { reference: { type: 'string', minLength: 1, maxLength: 100 }, amount: { type: 'integer', minimum: 1, maximum: 100_000_000 } },
} as const;

export const named = { type: 'object', properties: { id: { type: 'string', format: 'uuid' } } } as const;

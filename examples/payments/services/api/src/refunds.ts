import type { FastifyInstance } from 'fastify';
import { findPayment, pool } from './database.ts';
import { movement, named } from './movement.ts';
import { relay } from './queue/relay.ts';

interface Refund {
  readonly id: string;
  readonly reference: string;
  readonly amount: number;
  readonly status: 'accepted' | 'settling' | 'settled';
}

const checkViolation = '23514';

export function refunds(app: FastifyInstance): void {
  app.post<{ Params: { id: string }; Body: { reference: string; amount: number } }>('/payments/:id/refunds', { schema: { params: named, body: movement } }, async (request, reply) => {
    const { reference, amount } = request.body;
    const taken = (await refundOnce(request.params.id, reference, amount)) ?? (await findRefund(request.params.id, reference));
    if (taken && taken.amount !== amount) return reply.code(409).send({ error: `${reference} is a refund of ${taken.amount}` });
    if (taken) return reply.code(201).send(taken);
    const payment = await findPayment(request.params.id);
    if (!payment) return reply.code(404).send({ error: 'no such payment' });
    if (payment.status !== 'settled') return reply.code(409).send({ error: `the payment is not settled: ${payment.status}` });
    return reply.code(409).send({ error: `no more than ${payment.amount - payment.refunded} can be refunded` });
  });
}

/**
 * A conditional write, as insertOnce is: the reference counts once for a payment, and the row of the payment refuses what would be above its amount, with all of the
 * statement. Undefined when there is such a refund already, when the payment is not settled, and when it would be too much.
 */
async function refundOnce(paymentId: string, reference: string, amount: number): Promise<Refund | undefined> {
  try {
    const { rows } = await pool.query<Refund>({
      name: 'insert-refund',
      text: `WITH created AS (
               INSERT INTO refunds (payment_id, reference, amount) SELECT id, $2, $3 FROM payments WHERE id = $1 AND status = 'settled'
               ON CONFLICT (payment_id, reference) DO NOTHING
               RETURNING id, payment_id, reference, amount, status
             ), counted AS (
               UPDATE payments SET refunded = refunded + created.amount FROM created WHERE payments.id = created.payment_id
             ), queued AS (
               INSERT INTO outbox (kind, movement_id) SELECT 'refund', id FROM created
             )
             SELECT id, reference, amount, status FROM created`,
      values: [paymentId, reference, amount],
    });
    if (rows[0]) relay.wake();
    return rows[0];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === checkViolation) return undefined;
    throw error;
  }
}

async function findRefund(paymentId: string, reference: string): Promise<Refund | undefined> {
  const { rows } = await pool.query<Refund>('SELECT id, reference, amount, status FROM refunds WHERE payment_id = $1 AND reference = $2', [paymentId, reference]);
  return rows[0];
}

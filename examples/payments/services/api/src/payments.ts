import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { findPayment, insertOnce } from './database.ts';
import { fraudScore } from './fraud.ts';
import { movement, named } from './movement.ts';
import { relay } from './queue/relay.ts';
import { receipts } from './receipts/receipts.ts';

const reviewFrom = 0.8;

export function payments(app: FastifyInstance): void {
  app.post<{ Body: { reference: string; amount: number } }>('/payments', { schema: { body: movement } }, async (request, reply) => {
    const { reference, amount } = request.body;
    // Without a score a person looks at the payment: a stalled fraud service slows nobody down.
    const score = await fraudScore(reference, amount).catch(() => 1);
    const created = await insertOnce(reference, amount, score < reviewFrom ? 'accepted' : 'review');
    if (created.amount !== amount) return reply.code(409).send({ error: `${reference} is a payment of ${created.amount}` });
    if (created.status === 'accepted') relay.wake();
    return reply.code(201).send(created);
  });

  app.get<{ Params: { id: string } }>('/payments/:id', { schema: { params: named } }, async (request, reply) => {
    const found = await findPayment(request.params.id);
    return found ?? reply.code(404).send({ error: 'no such payment' });
  });

  app.post<{ Params: { id: string } }>('/payments/:id/receipts', { schema: { params: named } }, async (request, reply) =>
    reply.code(201).send({ url: await receipts.uploadUrl(`receipts/${request.params.id}/${randomUUID()}`) }),
  );
}

import { randomUUID } from 'node:crypto';
import { Router } from 'express';
import { findPayment, insertOnce } from './database.ts';
import { deadlineOf } from './deadline.ts';
import { evidenceUploadUrl } from './evidence.ts';
import { fraudScore } from './fraud.ts';
import { enqueueSettlement } from './settlements.ts';

const reviewFrom = 0.8;

export const payments = Router();

payments.post('/', async (request, response) => {
  const { reference, amount } = request.body as { reference?: unknown; amount?: unknown };
  if (typeof reference !== 'string' || typeof amount !== 'number') {
    response.status(400).json({ error: 'a payment has a reference and an amount' });
    return;
  }
  // Without a score a person looks at the payment: a stalled fraud service slows nobody down.
  const score = await fraudScore(reference, amount, deadlineOf(response)).catch(() => 1);
  const payment = await insertOnce(reference, amount, score < reviewFrom ? 'accepted' : 'review');
  if (payment.status === 'accepted') await enqueueSettlement(payment.id);
  response.status(201).json(payment);
});

payments.get('/:id', async (request, response) => {
  const payment = await findPayment(request.params.id);
  if (payment) response.json(payment);
  else response.status(404).json({ error: 'no such payment' });
});

payments.post('/:id/evidence', async (request, response) => {
  response.status(201).json({ url: await evidenceUploadUrl(request.params.id, randomUUID()) });
});

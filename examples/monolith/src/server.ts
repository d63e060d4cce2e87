import express from 'express';
import { rateLimit } from 'express-rate-limit';
import session from 'express-session';
import { payments } from './payments.ts';
import { scheduleReconciliation } from './reconciliation.ts';
import { startSettlement } from './settlement.ts';

declare module 'express-session' {
  interface SessionData {
    merchant: string;
  }
}

const secret = process.env.SESSION_SECRET ?? 'payments';
const app = express();
app.use(express.json());
app.use(session({ secret, resave: false, saveUninitialized: false }));
app.use('/payments', rateLimit({ windowMs: 60_000, limit: 120, keyGenerator: (request) => request.get('x-merchant') ?? 'unknown' }), payments);
app.get('/health', (_request, response) => response.sendStatus(200));

app.post('/session', (request, response) => {
  request.session.merchant = request.body.merchant;
  response.status(201).json({ merchant: request.body.merchant });
});

app.get('/session', (request, response) => {
  if (request.session.merchant) response.json({ merchant: request.session.merchant });
  else response.sendStatus(401);
});

startSettlement();
scheduleReconciliation();
const server = app.listen(Number(process.env.PORT ?? 8080), process.env.HOST ?? '0.0.0.0', () => {
  const address = server.address();
  console.log(`listening on ${typeof address === 'object' ? address?.port : address}`);
});

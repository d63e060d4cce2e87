import express from 'express';
import { rateLimit } from 'express-rate-limit';
import session from 'express-session';
import { payments } from './payments.ts';
import { scheduleReconciliation } from './reconciliation.ts';
import { startSettlement } from './settlement.ts';

const secret = process.env.SESSION_SECRET ?? 'payments';
const app = express();
app.use(express.json());
app.use(session({ secret, resave: false, saveUninitialized: false }));
app.use('/payments', rateLimit({ windowMs: 60_000, limit: 120 }), payments);
app.get('/health', (_request, response) => response.sendStatus(200));

startSettlement();
scheduleReconciliation();
app.listen(Number(process.env.PORT ?? 8080));

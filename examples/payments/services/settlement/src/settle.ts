import { transfer } from './bank.ts';
import { claim, giveUp, markSettled } from './database.ts';
import { ledgerLog } from './ledger/ledger-log.ts';

/** What is done for each payment on the queue: at least once, as it comes again after a failure, and when this process is gone in the middle of it. */
export async function settle(paymentId: string): Promise<void> {
  const payment = await claim(paymentId);
  if (!payment) return;
  try {
    await transfer(payment);
    await ledgerLog.append({ paymentId: payment.id, amount: payment.amount });
  } catch (error) {
    await giveUp(payment.id); // the bank knows the payment by its key, should it have moved the money after all
    throw error;
  }
  await markSettled(payment.id);
}

import { transfer } from './bank.ts';
import { claim, giveUp, markSettled } from './database.ts';
import { ledgerLog } from './ledger/ledger-log.ts';
import type { Settlement } from './queue/settlement-queue.ts';

/** What is done for each movement on the queue: at least once, as it comes again after a failure, and when this process is gone in the middle of it. */
export async function settle(settlement: Settlement): Promise<void> {
  const movement = await claim(settlement);
  if (!movement) return;
  try {
    await transfer(movement);
    await ledgerLog.append({ movementId: movement.id, paymentId: movement.paymentId, amount: movement.kind === 'payment' ? movement.amount : -movement.amount });
  } catch (error) {
    await giveUp(movement); // the bank knows the movement by its key, should it have moved the money after all
    throw error;
  }
  await markSettled(movement);
}

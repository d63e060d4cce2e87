// Started by caretaker.ts. Reads what it takes care of from its input; at the end of that it ends the services, then the database, and removes the folders.
import { readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Charge } from './caretaker.ts';

const endsWithinMs = 10_000;
const charges = new Map<number, Charge>();

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line) as { readonly id: number; readonly charge: Charge } | { readonly gone: number };
  if ('gone' in message) charges.delete(message.gone);
  else charges.set(message.id, message.charge);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  await Promise.all([...charges.values()].flatMap((charge) => ('processId' in charge && charge.signal === signal ? [end(charge.processId, signal)] : [])));
}
for (const charge of charges.values()) if ('folder' in charge) rmSync(charge.folder, { recursive: true, force: true, maxRetries: 5 });

async function end(processId: number, signal: NodeJS.Signals): Promise<void> {
  send(processId, signal);
  for (const endMs = performance.now() + endsWithinMs; isAlive(processId); await sleep(50)) {
    if (performance.now() < endMs) continue;
    send(processId, 'SIGKILL');
    return;
  }
}

function send(processId: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(processId, signal);
  } catch {
    return false; // gone already
  }
}

/** What has ended and was not waited for still has an entry, where nobody adopts it. */
function isAlive(processId: number): boolean {
  if (!send(processId, 0)) return false;
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${processId}/stat`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What is ended and removed when this process is gone without having done so, as after SIGKILL. */
export type Charge = { readonly processId: number; readonly signal: 'SIGTERM' | 'SIGINT' } | { readonly folder: string };

let caretaker: ChildProcess | null = null;
let next = 0;
const open = new Set<number>();

/** Hands something to a process that outlives this one for as long as it has to. The answer is called when the thing is gone by itself. */
export function takeCareOf(charge: Charge): () => void {
  const id = (next += 1);
  open.add(id);
  caretaker ??= start();
  caretaker.stdin?.write(`${JSON.stringify({ id, charge })}\n`);
  return () => {
    if (!open.delete(id)) return;
    caretaker?.stdin?.write(`${JSON.stringify({ gone: id })}\n`);
    if (open.size > 0) return;
    caretaker?.stdin?.end();
    caretaker = null;
  };
}

/** The end of the pipe to it is how it learns that this process is gone. It is in a group of its own, which Ctrl-C does not reach. */
function start(): ChildProcess {
  const child = spawn(process.execPath, [fileURLToPath(new URL('caretaker-process.ts', import.meta.url))], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, env: { PATH: process.env['PATH'] } });
  child.on('error', () => {}); // then nobody takes care, and stop() still does
  child.stdin.on('error', () => {});
  child.unref();
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return child;
}

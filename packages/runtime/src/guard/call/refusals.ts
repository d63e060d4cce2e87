import { rejection } from '../../errors/index.ts';
import type { RuntimeError } from '../../errors/index.ts';

/** How a guard says no. Made on the way of every refused call, so no stack is taken and no text is put together that can be kept. */
export interface Refusals {
  full(running: number, waiting: number): RuntimeError;
  open(state: string, retryAfterMs: number): RuntimeError;
  shed(priority: string, retryAfterMs: number): RuntimeError;
  /** The travelling deadline: `leftMs` is what was left when the call came, null when it passed later. */
  deadline(leftMs: number | null): RuntimeError;
  timeout(phase: 'waiting' | 'running', timeoutMs: number): RuntimeError;
}

export function refusalsOf(guard: string): Refusals {
  const fullMessage = `${guard}: all slots are taken and the queue is full`;
  const openMessage = `${guard}: the breaker is open`;
  const shedMessage = `${guard}: the event loop is overloaded`;
  const passedMessage = `${guard}: the deadline has passed`;
  return {
    full: (running, waiting) => rejection('ERR_PLIMSOLL_BULKHEAD_FULL', fullMessage, { retryable: true, details: { guard, running, waiting } }),
    open: (state, retryAfterMs) => rejection('ERR_PLIMSOLL_BREAKER_OPEN', openMessage, { retryable: true, details: { guard, state, retryAfterMs } }),
    shed: (priority, retryAfterMs) => rejection('ERR_PLIMSOLL_SHED', shedMessage, { retryable: true, details: { guard, priority, retryAfterMs } }),
    deadline: (leftMs) =>
      rejection('ERR_PLIMSOLL_DEADLINE', leftMs === null ? passedMessage : `${guard}: ${Math.floor(leftMs)} ms are left of the deadline, too little to begin`, {
        retryable: false,
        details: { guard, leftMs: leftMs ?? 0 },
      }),
    timeout: (phase, timeoutMs) =>
      rejection('ERR_PLIMSOLL_TIMEOUT', phase === 'running' ? `${guard} did not answer within ${Math.round(timeoutMs)} ms` : `${guard}: no slot came free within ${Math.round(timeoutMs)} ms`, {
        retryable: true,
        details: { guard, phase, timeoutMs },
      }),
  };
}

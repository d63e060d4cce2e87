import type { HostProcess } from '../workload/run/start.ts';

export interface FakeProcess extends HostProcess {
  send(signal: 'SIGTERM' | 'SIGINT'): void;
  readonly exits: number[];
  readonly warnings: Error[];
  listeners(): number;
}

/** A process that tests send signals to, and that remembers how it was left. */
export function fakeProcess(): FakeProcess {
  const listeners = new Map<string, Set<() => void>>();
  const of = (signal: string): Set<() => void> => {
    const found = listeners.get(signal) ?? new Set();
    listeners.set(signal, found);
    return found;
  };
  const exits: number[] = [];
  const warnings: Error[] = [];
  return {
    on: (signal, listener) => of(signal).add(listener),
    off: (signal, listener) => of(signal).delete(listener),
    exit: (code) => void exits.push(code),
    emitWarning: (warning) => void warnings.push(warning),
    send(signal) {
      for (const listener of of(signal)) listener();
    },
    exits,
    warnings,
    listeners: () => [...listeners.values()].reduce((sum, { size }) => sum + size, 0),
  };
}

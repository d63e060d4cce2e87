import { RuntimeError } from '../../errors/index.ts';
import type { RoleDefinition } from './definition.ts';

export interface BatchRoleOptions {
  /**
   * Runs once, to its end. The signal aborts as soon as the process is to end: write down how far it got and throw the signal's reason, so that
   * the next start goes on from there. Returning means that all is done.
   */
  readonly work: (signal: AbortSignal) => unknown;
  /** For the work to reach a point where it can stop; default 20 s. Spot capacity gives two minutes. */
  readonly deadlineMs?: number | undefined;
}

/** Runs to its end and is gone. When it is interrupted the process ends with 75 (EX_TEMPFAIL), so that the platform starts it again. */
export function batchRole({ work, deadlineMs = 20_000 }: BatchRoleOptions): RoleDefinition {
  return {
    role: 'batch',
    loadBalancerMs: 0,
    deadlineMs,
    open({ name, ended }) {
      const controller = new AbortController();
      let state: 'new' | 'running' | 'done' | 'failed' | 'interrupted' = 'new';
      let run: Promise<void> = Promise.resolve();
      const once = async (): Promise<void> => {
        state = 'running';
        try {
          await work(controller.signal);
          state = 'done';
          ended('done');
        } catch (error) {
          state = controller.signal.aborted ? 'interrupted' : 'failed';
          if (state === 'failed') ended('failed', error);
        }
      };
      return {
        async start() {
          run = once();
        },
        stop() {
          if (state === 'running')
            controller.abort(new RuntimeError('ERR_PLIMSOLL_DRAINING', `the process ends before ${name} is done; it goes on at the next start`, { retryable: true, details: { workload: name } }));
        },
        idle: () => run,
        interrupt() {},
        giveBack: async () => ({ finished: state === 'done' || state === 'failed' ? 1 : 0, givenBack: state === 'running' || state === 'interrupted' ? 1 : 0, overran: state === 'running' ? 1 : 0 }),
        running: () => (state === 'running' ? 1 : 0),
        families: () => [{ kind: 'gauge', name: 'plimsoll.workload.running', unit: '{run}', description: 'Runs in progress.', points: [{ attributes: {}, value: state === 'running' ? 1 : 0 }] }],
      };
    },
  };
}

// What a guard should do, told as plainly as possible: lists that are filtered, no wheel, no ring, no links. Tests run it beside the real one.

export interface ModelSettings {
  readonly timeoutMs: number;
  readonly concurrencyMax: number;
  readonly waitersMax: number;
  readonly breaker: { readonly failuresMax: number; readonly of: number; readonly windowMs: number; readonly resetMs: number; readonly probes: number };
}

interface ModelCall {
  readonly dueMs: number;
  startedMs: number;
  judged: boolean;
  state: 'waiting' | 'running' | 'overrunning' | 'done';
  generation: number;
  outcome: string;
}

export interface GuardModel {
  readonly calls: readonly ModelCall[];
  come(): void;
  answer(index: number, failed: boolean): void;
  leave(index: number): void;
  wait(ms: number): void;
  snapshot(): { breaker: string; running: number; overrunning: number; waiting: number };
}

export function guardModel({ timeoutMs, concurrencyMax, waitersMax, breaker }: ModelSettings, startMs: number): GuardModel {
  const calls: ModelCall[] = [];
  let nowMs = startMs;
  let state: 'closed' | 'open' | 'half-open' = 'closed';
  let generation = 0;
  let outcomes: { readonly slice: number; readonly failed: boolean }[] = [];
  let reopened = 0;
  let retryAtMs = 0;
  let trialEndsMs = 0;
  let begun = 0;
  let succeeded = 0;

  const those = (...states: readonly ModelCall['state'][]): ModelCall[] => calls.filter((call) => states.includes(call.state));
  const end = (call: ModelCall, outcome: string): void => {
    call.state = 'done';
    call.outcome = outcome;
  };
  const open = (): void => {
    state = 'open';
    generation++;
    retryAtMs = nowMs + breaker.resetMs * Math.min(8, 2 ** reopened++);
    for (const call of those('waiting')) end(call, 'ERR_PLIMSOLL_BREAKER_OPEN');
  };
  const count = (of: number, failed: boolean | null): void => {
    if (of !== generation) return;
    if (state === 'closed') {
      if (failed === null) return;
      const slice = Math.floor(nowMs / (breaker.windowMs / 10));
      outcomes = [...outcomes, { slice, failed }].filter((each) => each.slice > slice - 10).slice(-breaker.of);
      if (failed && outcomes.filter((each) => each.failed).length >= breaker.failuresMax) open();
    } else if (failed === null) begun--;
    else if (failed) open();
    else if (++succeeded === breaker.probes) {
      state = 'closed';
      generation++;
      reopened = 0;
      outcomes = [];
    }
  };
  const admits = (): boolean => {
    if (state === 'half-open' && nowMs >= trialEndsMs) {
      if (begun > 0) open();
      else trialEndsMs = nowMs + Math.max(timeoutMs, breaker.resetMs);
    }
    if (state === 'open' && nowMs >= retryAtMs) {
      state = 'half-open';
      generation++;
      begun = succeeded = 0;
      trialEndsMs = nowMs + Math.max(timeoutMs, breaker.resetMs);
    }
    return state === 'closed' || (state === 'half-open' && begun < breaker.probes);
  };
  const begin = (call: ModelCall): void => {
    call.state = 'running';
    call.startedMs = nowMs;
    call.generation = generation;
    if (state === 'half-open') begun++;
  };
  const grant = (): void => {
    for (const call of those('waiting')) if (those('running', 'overrunning').length < concurrencyMax) begin(call);
  };

  return {
    calls,
    come() {
      const call: ModelCall = { startedMs: 0, judged: false, dueMs: nowMs + timeoutMs, state: 'waiting', generation: -1, outcome: 'pending' };
      const full = those('running', 'overrunning').length >= concurrencyMax || those('waiting').length > 0;
      if (!admits() || (full && state === 'half-open')) end(call, 'ERR_PLIMSOLL_BREAKER_OPEN');
      else if (full && those('waiting').length >= waitersMax) end(call, 'ERR_PLIMSOLL_BULKHEAD_FULL');
      else if (!full) begin(call);
      calls.push(call);
    },
    answer(index, failed) {
      const call = calls[index];
      if (call?.state === 'running') {
        end(call, failed ? 'down' : 'done');
        count(call.generation, failed);
      } else if (call?.state === 'overrunning') {
        call.state = 'done';
        count(call.generation, !call.judged && nowMs - call.startedMs >= timeoutMs ? true : null);
      }
      grant();
    },
    leave(index) {
      const call = calls[index];
      if (call?.state === 'waiting') end(call, 'left');
      else if (call?.state === 'running') {
        call.state = 'overrunning';
        call.judged = true;
        call.outcome = 'left';
      }
    },
    wait(ms) {
      for (const endMs = nowMs + ms; nowMs < endMs;) {
        nowMs += 4;
        for (const call of calls) {
          if (call.dueMs > nowMs) continue;
          if (call.state === 'waiting') end(call, 'ERR_PLIMSOLL_TIMEOUT');
          else if (call.state === 'running') {
            call.state = 'overrunning';
            call.outcome = 'ERR_PLIMSOLL_TIMEOUT';
            // The queue may have eaten so much of its time that its end says nothing about the dependency.
            const fair = nowMs - call.startedMs >= timeoutMs / 2;
            call.judged = fair;
            if (fair) count(call.generation, true);
          }
        }
      }
    },
    snapshot: () => ({ breaker: state, running: those('running', 'overrunning').length, overrunning: those('overrunning').length, waiting: those('waiting').length }),
  };
}

// Whether a history of concurrent calls can be explained by the calls having happened one after the other, each at some moment between its call and its return. The search of
// Wing and Gong (1993) with the memory of Lowe (2017): a set of done calls with the state they lead to is tried once.

export interface Operation<Input, Output> {
  readonly input: Input;
  /** Null: the caller never learned; the call may have had its effect at any time after `calledAt`, or not at all. */
  readonly output: Output | null;
  readonly calledAt: number;
  /** Infinity where it never returned. */
  readonly returnedAt: number;
}

export interface Model<State, Input, Output> {
  readonly initial: State;
  /** The state after the call, or null when the call cannot have this output here. */
  step(state: State, input: Input, output: Output | null): State | null;
  /** Equal for equal states. */
  nameOf(state: State): string;
}

interface Entry<Input, Output> {
  readonly operation: Operation<Input, Output>;
  readonly index: number;
  readonly isCall: boolean;
  match: Entry<Input, Output> | null;
  previous: Entry<Input, Output> | null;
  next: Entry<Input, Output> | null;
}

export function isLinearizable<State, Input, Output>(model: Model<State, Input, Output>, history: readonly Operation<Input, Output>[]): boolean {
  const head = entriesOf(history);
  const must = history.filter(({ returnedAt }) => returnedAt !== Infinity).length;
  const done = new Uint8Array(history.length);
  const tried = new Set<string>();
  const stack: { readonly entry: Entry<Input, Output>; readonly state: State }[] = [];
  let state = model.initial;
  let doneMust = 0;
  let entry = head.next;
  while (doneMust < must) {
    if (entry?.isCall) {
      const next = model.step(state, entry.operation.input, entry.operation.output);
      done[entry.index] = 1;
      const name = next === null ? '' : `${done.join('')}|${model.nameOf(next)}`;
      if (next !== null && !tried.has(name)) {
        tried.add(name);
        stack.push({ entry, state });
        state = next;
        if (entry.operation.returnedAt !== Infinity) doneMust += 1;
        lift(entry);
        entry = head.next;
      } else {
        done[entry.index] = 0;
        entry = entry.next;
      }
      continue;
    }
    // A return that no call may stand behind, or the end: the last choice was wrong.
    const last = stack.pop();
    if (!last) return false;
    state = last.state;
    done[last.entry.index] = 0;
    if (last.entry.operation.returnedAt !== Infinity) doneMust -= 1;
    unlift(last.entry);
    entry = last.entry.next;
  }
  return true;
}

function entriesOf<Input, Output>(history: readonly Operation<Input, Output>[]): Entry<Input, Output> {
  const entries: { readonly at: number; readonly entry: Entry<Input, Output> }[] = [];
  for (const [index, operation] of history.entries()) {
    const call: Entry<Input, Output> = { operation, index, isCall: true, match: null, previous: null, next: null };
    entries.push({ at: operation.calledAt, entry: call });
    if (operation.returnedAt === Infinity) continue;
    call.match = { operation, index, isCall: false, match: null, previous: null, next: null };
    entries.push({ at: operation.returnedAt, entry: call.match });
  }
  const [anchor] = history;
  const head = { operation: anchor, index: -1, isCall: false, match: null, previous: null, next: null } as unknown as Entry<Input, Output>;
  let tail = head;
  // Calls before returns of the same moment: they then count as concurrent.
  for (const { entry } of entries.toSorted((a, b) => a.at - b.at || Number(b.entry.isCall) - Number(a.entry.isCall))) {
    entry.previous = tail;
    tail.next = entry;
    tail = entry;
  }
  return head;
}

function lift<Input, Output>(call: Entry<Input, Output>): void {
  for (const entry of [call, call.match]) {
    if (!entry) continue;
    if (entry.previous) entry.previous.next = entry.next;
    if (entry.next) entry.next.previous = entry.previous;
  }
}

function unlift<Input, Output>(call: Entry<Input, Output>): void {
  for (const entry of [call.match, call]) {
    if (!entry) continue;
    if (entry.previous) entry.previous.next = entry;
    if (entry.next) entry.next.previous = entry;
  }
}

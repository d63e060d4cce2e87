import type { Model, Operation } from './linearizable.ts';
import type { RealStore } from './stores.ts';

export type Call = { readonly acquire: string } | { readonly release: string } | { readonly write: number };
/** A token, or null where held; true where written or released, false where refused. */
export type Answer = { readonly token: number | null } | { readonly done: boolean };

interface State {
  readonly holder: string | null;
  readonly lastToken: number;
  readonly fence: number;
}

/** Leases without an end and the fence behind them, as one object. */
export const lockModel: Model<State, Call, Answer> = {
  initial: { holder: null, lastToken: 0, fence: 0 },
  step(state, call, answer) {
    if (answer === null) return state;
    if ('acquire' in call) {
      const token = 'token' in answer ? answer.token : null;
      if (token === null) return state.holder === null ? null : state;
      return state.holder === null && token > state.lastToken ? { ...state, holder: call.acquire, lastToken: token } : null;
    }
    if ('release' in call) return state.holder === call.release ? { ...state, holder: null } : state;
    const written = 'done' in answer && answer.done;
    if (written !== call.write >= state.fence) return null;
    return written ? { ...state, fence: call.write } : state;
  },
  nameOf: ({ holder, lastToken, fence }) => `${holder}/${lastToken}/${fence}`,
};

interface Recording {
  readonly key: string;
  readonly clients: number;
  readonly callsEach: number;
  readonly seed: number;
}

/** What several clients see who acquire, write with the tokens they have had, also old ones, and release, all at once. */
export async function record({ leases, fence }: RealStore, { key, clients, callsEach, seed }: Recording): Promise<{ model: typeof lockModel; history: readonly Operation<Call, Answer>[] }> {
  const history: Operation<Call, Answer>[] = [];
  let now = 0;
  const called = async (input: Call, ask: () => Promise<Answer>): Promise<Answer> => {
    const calledAt = (now += 1);
    const output = await ask();
    history.push({ input, output, calledAt, returnedAt: (now += 1) });
    return output;
  };
  const random = mulberry(seed + 1);
  const client = async (name: number): Promise<void> => {
    const tokens: number[] = [];
    let owner: string | null = null;
    for (let call = 0; call < callsEach; call += 1) {
      const choice = random();
      if (owner === null && choice < 0.6) {
        const asked = `${name}-${call}`;
        const answer = await called({ acquire: asked }, async () => {
          const grant = await leases.acquire(key, asked, 600_000, 0);
          return { token: grant.held ? null : grant.token };
        });
        if ('token' in answer && answer.token !== null) {
          owner = asked;
          tokens.push(answer.token);
        }
      } else if (owner !== null && choice < 0.4) {
        const released = owner;
        owner = null;
        await called({ release: released }, async () => (await leases.release(key, released), { done: true }));
      } else if (tokens.length > 0) {
        const token = tokens[Math.floor(random() * tokens.length)] ?? 0;
        await called({ write: token }, () =>
          fence.open({ key, token, refused() {} }).then(
            () => ({ done: true }),
            () => ({ done: false }),
          ),
        );
      }
    }
    if (owner !== null) {
      const released = owner;
      await called({ release: released }, async () => (await leases.release(key, released), { done: true }));
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, name) => client(name)));
  return { model: lockModel, history };
}

/** Numbers from 0 to 1 that follow from a seed. */
export function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

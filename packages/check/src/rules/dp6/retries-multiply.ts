import { compare, product } from '../../model/arithmetic.ts';
import { broken, kept, line } from '../../model/judgement.ts';
import { isKnown, stated } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { say } from '../../model/say.ts';
import type { InternalCall, System } from '../../model/system.ts';

interface Nested {
  readonly id: string;
  readonly outer: { readonly tries: Known<number>; readonly at: InternalCall; readonly says: string };
  readonly inner: { readonly tries: Known<number>; readonly says: string; readonly source: InternalCall['said'] };
}

/** Three tries at two levels are nine; what is tried twice at each of two levels is still bearable. */
const triesMax = 4;

export const retriesMultiply: Rule<Nested> = {
  id: 'dp6/retries-multiply',
  severity: 'warning', // DP6: prevent cascading failures; two levels of retries are how a slow service becomes a dead one
  summary: 'A call is tried again at one level only.',
  controls: ['WAF-PERF-070'],
  needs: ['code', 'infrastructure'],

  subjects: (system) => [...throughServices(system), ...throughMesh(system)],

  judge({ outer, inner }) {
    const all = product(outer.tries, inner.tries);
    const few = compare(all, '<=', stated(triesMax, outer.at.client.use.site.source, String(triesMax)));
    const because = [outer.tries, inner.tries];
    // Of tries that are not known, nothing is said: their number is advice.
    if (few.answer !== 'no') return kept(...because);
    return broken({
      at: outer.at.client.use.site.source,
      message: `${outer.says} tries ${say(outer.tries)} times, and ${inner.says} tries each of them ${say(inner.tries)} times: one request becomes ${say(all)} when the far end fails, which is when it can bear the least`,
      help: 'Retry at one level, the one nearest to what fails, with a budget (10 % of calls) and a pause that grows; answer with an error at once at the others.',
      because,
      evidence: [line(inner.source, inner.says)],
      joins: outer.at.joins,
    });
  },
};

/** A calls B with retries, and B calls something with retries while it handles that. */
function throughServices(system: System): readonly Nested[] {
  return system.internalCalls.flatMap((call) => {
    const tries = call.client.use.tries?.value;
    if (!tries || !repeats(tries)) return [];
    const inside = system.clients.filter(({ use, owners, reach }) => owners.includes(call.to) && reach.path === 'request' && use.tries !== null && repeats(use.tries.value) && use.protocol !== 'sdk');
    return inside.map((client) => ({
      id: `${call.id}>${client.id}`,
      outer: { tries, at: call, says: call.client.use.callee },
      inner: { tries: client.use.tries?.value ?? tries, says: `${client.use.callee} of ${call.to.name}`, source: client.use.site.source },
    }));
  });
}

/** Code retries a call that the mesh retries, too. */
function throughMesh(system: System): readonly Nested[] {
  return system.internalCalls.flatMap((call) => {
    const tries = call.client.use.tries?.value;
    if (!tries || !repeats(tries)) return [];
    return system.meshPolicies.flatMap((policy) =>
      policy.retries
        .filter(({ host }) => host.split('.')[0] === call.host.split('.')[0])
        .map((retry) => ({
          id: `${call.id}>${policy.name}`,
          outer: { tries, at: call, says: call.client.use.callee },
          inner: { tries: isKnown(retry.attempts) ? { ...retry.attempts, value: retry.attempts.value + 1 } : retry.attempts, says: `${policy.type} ${policy.name}`, source: retry.source },
        })),
    );
  });
}

function repeats(tries: Known<number>): boolean {
  return isKnown(tries) && tries.value > 1;
}

import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { FunctionCalls, RemoteCall } from '../../model/system.ts';

/** One service called so often in one function could answer at once. */
const toOneMax = 2;

/** So many hops one after the other, each to another service, are a chain of their own. */
const toManyMax = 5;

export const chattyInternalCalls: Rule<FunctionCalls> = {
  id: 'dp3/chatty-internal-calls',
  severity: 'warning', // DP3: latency accumulates at every hop
  summary: 'A request asks another service once for what it needs.',
  controls: ['WAF-PERF-070'],
  needs: ['code', 'infrastructure'],
  practice: true,

  subjects: (system) => system.functionCalls,

  judge({ name, source, owners, calls }) {
    const joins = [...owners.flatMap((owner) => owner.joins), ...calls.slice(0, 1).flatMap(({ to }) => to.joins)];
    const looped = calls.find(({ inLoop }) => inLoop);
    if (looped) {
      return broken({
        at: looped.source,
        message: `${name} calls ${looped.to.to.name} once in every round of a loop (${looped.says}), one call after the other: its latency grows with the length of the list`,
        help: `Let ${looped.to.to.name} answer for the whole list in one call; where it cannot, make the calls side by side with a limit.`,
        evidence: shown(calls),
        joins,
        // Who asks for one entry at a time everywhere lacks one call that takes many.
        together: {
          key: `loop ${looped.to.to.name} ${looped.says}`,
          name: `${looped.source.file}:${name}`,
          many: `functions call ${looped.to.to.name} once in every round of a loop (${looped.says}), one call after the other: their latency grows with the length of the list`,
        },
      });
    }
    const [most] = [...Map.groupBy(calls, ({ to }) => to.to.name).values()].toSorted((a, b) => b.length - a.length);
    const services = new Set(calls.map(({ to }) => to.to.name));
    const count = new Set(calls.map((call) => `${call.source.file}:${call.source.line}`)).size;
    if (most && most.length > toOneMax) {
      return broken({
        at: source,
        message: `${name} calls ${most[0]?.to.to.name} ${most.length} times, one call after the other: their latencies add up`,
        help: `Ask ${most[0]?.to.to.name} once for all of it (a call that takes several keys, or one that answers what this function needs); between services that talk this often, gRPC and a mesh with locality save time on each call.`,
        evidence: shown(most),
        joins,
      });
    }
    if (count > toManyMax) {
      return broken({
        at: source,
        message: `${name} makes ${count} calls to ${services.size} services of this repository, one after the other: their latencies add up`,
        help: 'Start those that do not need each other at the same time; move what is not needed for the answer behind a queue.',
        evidence: shown(calls),
        joins,
      });
    }
    return keptBy(shown(calls));
  },
};

function shown(calls: readonly RemoteCall[]) {
  return calls.slice(0, 8).map((call) => line(call.source, `${call.says} → ${call.to.to.name}`));
}

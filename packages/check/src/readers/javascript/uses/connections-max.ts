import type { Setting } from '../../../facts/setting.ts';
import type { CallSite, Context } from '../code/context.ts';
import { connectionsPerHost } from '../defaults.ts';
import type { Default } from '../defaults.ts';
import { at, follow } from '../values/follow.ts';
import type { Place } from '../values/follow.ts';
import { objectAt } from '../values/object.ts';
import type { ObjectView } from '../values/object.ts';
import { fact, firstFound, gap, numberAt, optionNumber } from '../values/setting.ts';

type Path = readonly string[];

const agents: readonly Path[] = [['httpsAgent'], ['httpAgent'], ['agent', 'https'], ['agent', 'http'], ['agent'], ['dispatcher']];

/** The most connections to one host that a client object opens: its own option, or that of the agent it is given. */
export function connectionsMaxOf(call: CallSite, context: Context, view: ObjectView | null): Setting<number> | null {
  const { repository } = context;
  const unset: Place = { ...call.place, node: call.node };
  const symbol = call.symbol ?? '';
  if (symbol === 'undici.Client') return known(connectionsPerHost['undici.Client'], unset);
  if (symbol.startsWith('undici.')) return endless(optionNumber(repository, view, unset, [['connections']], connectionsPerHost['undici'] ?? null));
  if (/^https?\.Agent$|^agentkeepalive/.test(symbol)) return optionNumber(repository, view, unset, [['maxSockets']], connectionsPerHost['http'] ?? null);
  const agent = firstFound(view, agents);
  if (agent.kind === 'unknown') return gap(unset, agent.reason, `maxSockets of the agent of ${call.callee}`);
  return agent.kind === 'found' ? ofAgent(context, agent.value, connectionsPerHost['http']) : known(connectionsPerHost['http'], unset);
}

/** `requestHandler: { httpsAgent: { maxSockets } }`, or `httpsAgent: new Agent({ maxSockets })`. */
export function connectionsMaxOfSdk(call: CallSite, context: Context, handler: ObjectView | null, paths: readonly Path[]): Setting<number> | null {
  const unset: Place = { ...call.place, node: call.node };
  const fallback = connectionsPerHost['aws-sdk'];
  const agent = firstFound(handler, paths);
  if (agent.kind === 'unknown') return gap(unset, agent.reason, `maxSockets of the agent of ${call.callee}`);
  if (agent.kind === 'absent') return known(fallback, unset);
  return agent.value.node.type === 'ObjectExpression'
    ? optionNumber(context.repository, objectAt(context.repository, agent.value), unset, [['maxSockets']], fallback ?? null)
    : ofAgent(context, agent.value, connectionsPerHost['http']);
}

function ofAgent(context: Context, agent: Place, fallback: Default<number> | undefined): Setting<number> | null {
  const target = follow(context.repository, agent);
  if (target.kind !== 'node' || target.place.node.type !== 'NewExpression') return gap(agent, 'the agent is made elsewhere', 'maxSockets of the agent');
  const [first] = target.place.node.arguments;
  if (!first) return known(fallback, target.place);
  if (first.type === 'SpreadElement') return gap(agent, 'the options of the agent are spread', 'maxSockets of the agent');
  const found = firstFound(objectAt(context.repository, at(target.place, first)), [['maxSockets'], ['connections']]);
  if (found.kind === 'found') return numberAt(context.repository, found.value);
  return found.kind === 'absent' ? known(fallback, target.place) : gap(agent, found.reason, 'maxSockets of the agent');
}

function known(fallback: Default<number> | undefined, unset: Place): Setting<number> | null {
  return fallback ? { value: fact(fallback, unset), variables: [] } : null;
}

/** `connections: null` stands for no limit. */
function endless(setting: Setting<number> | null): Setting<number> | null {
  return setting && 'value' in setting.value && setting.value.value === 0 ? { ...setting, value: { ...setting.value, value: Infinity } } : setting;
}

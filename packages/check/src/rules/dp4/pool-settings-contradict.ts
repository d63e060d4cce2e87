import { compare } from '../../model/arithmetic.ts';
import { broken, kept, keptBy, line } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import type { Judgement, Rule } from '../../model/rule.ts';
import { sayMs, sayNumber } from '../../model/say.ts';
import type { DoubleSetting, Pool } from '../../model/system.ts';
import { poolsThatServe } from './pools-that-serve.ts';

type Settings = { readonly id: string; readonly pool: Pool } | DoubleSetting;

export const poolSettingsContradict: Rule<Settings> = {
  id: 'dp4/pool-settings-contradict',
  severity: 'error', // DP4 says MUST of explicit settings; two that contradict set nothing
  summary: 'The settings of one connection pool fit each other.',
  controls: ['WAF-PERF-040'],
  needs: ['code'],

  subjects: (system) => [...poolsThatServe(system).map((pool) => ({ id: pool.id, pool })), ...system.doubleSettings],

  judge: (settings) => ('pool' in settings ? judgePool(settings.pool) : judgeDouble(settings)),
};

function judgePool(pool: Pool): Judgement {
  const { idleTimeoutMs, lifetimeMs, connectionsMax, use } = pool;
  const sizeMin = use.sizeMin?.value ?? null;
  // A default beside a stated value is the library's own affair.
  if (isStated(idleTimeoutMs) && isStated(lifetimeMs) && lifetimeMs.value > 0 && compare(idleTimeoutMs, '>', lifetimeMs).answer === 'yes' && idleTimeoutMs.value !== Infinity) {
    // Defaults behind variables that somebody wrote hold where nobody sets them, which is seldom production; those that a framework always honours say nothing.
    const open = [...(use.lifetimeMs?.variables ?? []), ...(use.idleTimeoutMs?.variables ?? [])].filter((name) => !/^(?:SPRING|QUARKUS)_/.test(name));
    return broken({
      at: lifetimeMs.source,
      severity: open.length > 0 ? 'info' : 'error',
      message: `connections of this ${use.library} pool live for ${sayMs(lifetimeMs)} at most but may be idle for ${sayMs(idleTimeoutMs)}: the idle timeout never takes effect, and every connection is made anew each ${sayMs(lifetimeMs)}${open.length > 0 ? `, where ${open.join(' and ')} ${open.length === 1 ? 'is' : 'are'} not set` : ''}`,
      help: 'Make the lifetime the longer of the two, by minutes: idle 10 min, lifetime 30 min.',
      because: [lifetimeMs, idleTimeoutMs],
      joins: pool.owner?.joins ?? [],
    });
  }
  if (isStated(sizeMin) && isStated(connectionsMax) && compare(sizeMin, '>', connectionsMax).answer === 'yes') {
    return broken({
      at: sizeMin.source,
      message: `this ${use.library} pool is to keep at least ${sayNumber(sizeMin.value)} connections and at most ${sayNumber(connectionsMax.value)}`,
      help: `Lower the minimum to ${sayNumber(connectionsMax.value)} or less.`,
      because: [sizeMin, connectionsMax],
      joins: pool.owner?.joins ?? [],
    });
  }
  return kept(lifetimeMs, idleTimeoutMs, sizeMin, connectionsMax);
}

function judgeDouble({ key, entries }: DoubleSetting): Judgement {
  const [first, ...rest] = entries;
  if (!first) return keptBy([]);
  const shown = entries.map(({ value }) => (isKnown(value.value) ? value.value.value : (value.variables[0] ?? 'a value from elsewhere')));
  return broken({
    at: first.source,
    severity: 'warning', // one of them holds, and may be right
    message: `${key} is set ${entries.length} times in this file, to ${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}: which one holds depends on how the framework reads it`,
    help: 'Keep one of them.',
    places: rest.map((entry) => entry.source),
    // A pasted block gives several settings twice, and goes as one.
    together: {
      key: `twice ${first.source.file}`,
      name: key,
      many: `settings are given twice or more in ${first.source.file}, with different values: which one holds depends on how the framework reads it`,
      help: 'Keep one block of them.',
    },
    evidence: rest.map((entry) => line(entry.source, `${key} again`)),
  });
}

function isStated(value: Known<number> | null): value is Extract<Known<number>, { basis: string }> {
  return value !== null && isKnown(value) && value.basis !== 'default';
}

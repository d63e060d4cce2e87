import type { Unread } from '@plimsoll/contract';
import type { ConfigEntry, DeadlineUse, Site, StateUse } from '../../facts/code.ts';
import type { ConfigLine } from './document.ts';
import type { ModuleConfig } from './module.ts';
import { durationMs, numberOf } from './number.ts';
import { settingOf } from './placeholder.ts';

export function configEntries(config: ModuleConfig, lines: readonly ConfigLine[]): readonly ConfigEntry[] {
  return lines.map((line) => ({ kind: 'config-entry', key: line.key, value: settingOf(line, config.lookup), profile: line.profile, source: line.keySource }));
}

const deadlines: readonly { readonly key: string; readonly what: DeadlineUse['what']; readonly library: string; readonly plainUnitMs: number }[] = [
  { key: 'spring.mvc.async.request-timeout', what: 'handler', library: 'spring-mvc', plainUnitMs: 1 },
  { key: 'spring.transaction.default-timeout', what: 'statement', library: 'spring-tx', plainUnitMs: 1_000 },
  { key: 'spring.jdbc.template.query-timeout', what: 'statement', library: 'spring-jdbc', plainUnitMs: 1_000 },
];

export function deadlinesOf(config: ModuleConfig, unread: Unread[]): readonly DeadlineUse[] {
  return deadlines.flatMap(({ key, what, library, plainUnitMs }) => {
    const line = config.lookup(key);
    const timeoutMs = line && numberOf(config, { keys: [key], parse: (text) => durationMs(text, plainUnitMs), missing: null, at: line.keySource }, unread);
    return line && timeoutMs ? [{ kind: 'deadline', what, library, site: siteOf(line), timeoutMs }] : [];
  });
}

/** Spring Session, chosen by `spring.session.store-type` (Boot 2) or by a namespace key of a store (Boot 3). */
export function sessionsOf(config: ModuleConfig): readonly StateUse[] {
  const store = config.lookup('spring.session.store-type') ?? config.lines.find((line) => /^spring\.session\.(redis|jdbc|mongodb|hazelcast)\./.test(line.key));
  if (!store) return [];
  const name = store.key === 'spring.session.store-type' ? store.text : (store.key.split('.')[2] ?? '');
  if (name === '' || name.includes('$') || name === 'none') return [];
  return [{ kind: 'state', state: 'session', library: 'spring-session', site: siteOf(store), store: { where: 'shared', what: name.toLowerCase() }, purpose: 'HTTP sessions' }];
}

function siteOf(line: ConfigLine): Site {
  return { source: line.keySource, within: null, lifetime: 'process', inLoop: false };
}

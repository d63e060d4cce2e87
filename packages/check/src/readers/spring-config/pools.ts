import type { Source, Unread } from '@plimsoll/contract';
import type { Engine, PoolUse } from '../../facts/code.ts';
import type { Setting } from '../../facts/setting.ts';
import type { FileIndex } from '../reader.ts';
import { byDefault, map, stated, valueOf } from '../../model/known.ts';
import type { Default } from './defaults.ts';
import { poolDefaults } from './defaults.ts';
import type { ConfigLine } from './document.ts';
import { engineFromBuild, engineOf } from './engine.ts';
import type { ModuleConfig } from './module.ts';
import { environmentNames } from './key.ts';
import { durationMs, numberOf, wholeNumber } from './number.ts';
import type { PoolKind, SpringJdbcLibrary } from './pool-kinds.ts';
import { statementTimeoutIn, statementTimeoutOf } from './statement-timeout.ts';
import { otherKinds, quarkusKind, redisKind, springJdbcKinds } from './pool-kinds.ts';
import { dataSourceMadeInCode } from './hand-made.ts';

/** The pools of a module, wherever in its files they are configured. */
export function poolsOf(config: ModuleConfig, files: FileIndex, unread: Unread[]): readonly PoolUse[] {
  return kindsOf(config, files).flatMap((kind) => {
    const line = placeOf(config, kind);
    return line ? [poolAt(config, kind, line, unread)] : [];
  });
}

function kindsOf(config: ModuleConfig, files: FileIndex): readonly PoolKind[] {
  const jdbc = dataSourceMadeInCode(config.root, files) ? [] : [springJdbcKinds[jdbcLibrary(config)]];
  const prefixes = new Set(config.lines.flatMap((line) => /^(quarkus\.datasource(?:\."?[\w-]+"?)?)\.(?:jdbc\.url|db-kind)$/.exec(line.key)?.[1] ?? []));
  const redis = ['spring.data.redis', 'spring.redis'].map((prefix) => redisKind(prefix, usesJedis(config, prefix) ? 'jedis' : 'lettuce'));
  return [...jdbc, ...otherKinds, ...redis, ...[...prefixes].map(quarkusKind)];
}

/** Spring Boot 1 opened Tomcat's pool, Spring Boot 2 and later HikariCP, unless the type is stated. */
function jdbcLibrary(config: ModuleConfig): SpringJdbcLibrary {
  const type = config.lookup('spring.datasource.type')?.text ?? '';
  if (/druid/i.test(type) || config.lines.some((line) => line.key.startsWith('spring.datasource.druid.'))) return 'druid';
  if (/tomcat/i.test(type) || /spring-boot-(starter-parent|dependencies)<\/artifactId>\s*<version>1\./.test(config.buildText)) return 'tomcat-jdbc';
  if (/dbcp2/i.test(type)) return 'dbcp2';
  return 'hikaricp';
}

function usesJedis(config: ModuleConfig, prefix: string): boolean {
  return /<artifactId>jedis<|redis\.clients:jedis/.test(config.buildText) || config.lookup(`${prefix}.client-type`)?.text === 'jedis';
}

/** Where the pool is configured: the key of its URL, else its driver, else the first that names the database of a module with such a driver. */
function placeOf(config: ModuleConfig, kind: PoolKind): ConfigLine | undefined {
  const [first, ...others] = kind.at;
  const byUrl = first === undefined ? undefined : config.lookup(first);
  if (byUrl) return byUrl;
  const found = others.map((key) => config.lookup(key)).find((line) => line !== undefined);
  if (found) return kind.dependency.test(config.buildText) || kind.host === found.key ? found : undefined;
  if (!kind.dependency.test(config.buildText)) return undefined;
  return config.lines.find((line) => !/^(test|it|integration)/.test(line.profile ?? '') && (line.key === first || kind.prefixes.some((prefix) => line.key.startsWith(prefix))));
}

function poolAt(config: ModuleConfig, kind: PoolKind, line: ConfigLine, unread: Unread[]): PoolUse {
  const at = line.keySource;
  const defaults = poolDefaults[kind.library];
  const url = config.setting(kind.url) ?? (kind.host === null ? undefined : config.setting(kind.host));
  const urlText = url && (valueOf(url.value) ?? config.lookup(kind.url)?.text);
  const read = (keys: readonly string[], parse: (text: string) => number | undefined, missing: Default | null, inUrl: RegExp | null): Setting<number> | null =>
    fromUrl(urlText, inUrl, url?.value && 'source' in url.value ? (url.value.source ?? at) : at) ?? numberOf(config, { keys, parse, missing, at }, unread);
  const told =
    kind.engine === 'unknown'
      ? engineOf(
          urlText,
          config.lookup(kind.driver ?? '')?.text,
          config.lookup('spring.jpa.database')?.text,
          config.lookup('spring.jpa.database-platform')?.text,
          config.lookup('spring.datasource.platform')?.text,
        )
      : kind.engine;
  const engine = told === 'unknown' ? engineFromBuild(config.buildText) : told;
  return {
    kind: 'pool',
    library: kind.library,
    engine,
    site: { source: at, within: null, lifetime: 'process', inLoop: false },
    sizeMax: read(kind.sizeMax, wholeNumber, defaults.sizeMax, /[?&]maxPoolSize=(\d+)/i) ?? {
      value: byDefault(defaults.sizeMax.value, at, defaults.sizeMax.says, defaults.sizeMax.citation),
      variables: [],
    },
    sizeMin: read(kind.sizeMin, wholeNumber, null, /[?&]minPoolSize=(\d+)/i),
    overflowMax: null,
    acquireTimeoutMs: read(kind.acquireTimeout, kind.parseTime, defaults.acquireTimeoutMs, /[?&]waitQueueTimeoutMS=(\d+)/i),
    lifetimeMs: read(kind.lifetime, kind.parseTime, defaults.lifetimeMs, null),
    idleTimeoutMs: read(kind.idleTimeout, kind.parseTime, defaults.idleTimeoutMs ?? null, null),
    validation: validationOf(config, kind, at),
    statementTimeoutMs: statementOf(config, kind, engine, at, unread),
    url: url ?? null,
  };
}

function validationOf(config: ModuleConfig, kind: PoolKind, at: Source): Setting<boolean> | null {
  const key = kind.validation.find((each) => config.lookup(each) !== undefined);
  const setting = key === undefined ? undefined : config.setting(key);
  if (setting) return { ...setting, value: map(setting.value, (text) => text.trim().toLowerCase() === 'true') };
  const missing = poolDefaults[kind.library].validation;
  return missing ? { value: byDefault(missing.value, at, missing.says, missing.citation), variables: kind.validation.flatMap(environmentNames) } : null;
}

/** A key that says it, what the pool sends when it connects, or the address of the database. */
function statementOf(config: ModuleConfig, kind: PoolKind, engine: Engine, at: Source, unread: Unread[]): Setting<number> | null {
  if (!springJdbc.has(kind.library)) return null;
  const set = kind.statementTimeout.find(({ key }) => config.lookup(key) !== undefined);
  if (set) return numberOf(config, { keys: [set.key], parse: (text) => durationMs(text, set.plainUnitMs), missing: null, at }, unread);
  const first = config.lookup('spring.datasource.hikari.connection-init-sql');
  const atConnect = first && statementTimeoutIn(first.text, engine);
  if (first && atConnect) return { value: stated(atConnect.ms, first.valueSource, atConnect.says), variables: [] };
  const property = config.lines.find((line) => /^spring\.datasource\.hikari\.data-source-properties\.socket-?timeout$/.test(line.key));
  const asOption = property && statementTimeoutIn(`?socketTimeout=${property.text}`, engine);
  if (property && asOption) return { value: stated(asOption.ms, property.valueSource, `${property.written} = ${property.text}`), variables: [] };
  const line = config.lookup(kind.url);
  return statementTimeoutOf(line ? (valueOf(config.setting(kind.url)?.value) ?? line.text) : null, engine, line?.valueSource ?? at, [
    ...kind.statementTimeout.flatMap(({ key }) => environmentNames(key)),
    ...environmentNames(kind.url),
  ]);
}

const springJdbc: ReadonlySet<string> = new Set(['hikaricp', 'tomcat-jdbc', 'dbcp2', 'druid', 'agroal']);

/** MongoDB's pool options stand in the connection string. */
function fromUrl(url: string | undefined, option: RegExp | null, source: Source): Setting<number> | null {
  const found = url && option && url.startsWith('mongodb') ? option.exec(url) : null;
  return found ? { value: stated(Number(found[1]), source, found[0].slice(1).replace('=', ' = ')), variables: [] } : null;
}

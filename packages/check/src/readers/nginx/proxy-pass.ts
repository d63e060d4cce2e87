import type { ProxyPass } from '../../facts/deployment.ts';
import { byDefault, stated, unknown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import { timeoutDefaults } from './defaults.ts';
import type { Directive } from './parse.ts';
import { header } from './settings.ts';
import type { Settings } from './settings.ts';
import { groupOf } from './upstreams.ts';
import type { Upstreams } from './upstreams.ts';

/** What the whole of a configuration says beside the level that a request passes. */
export interface Surroundings {
  readonly upstreams: Upstreams;
  readonly maps: ReadonlyMap<string, Directive>; // by the variable they set, without its $
}

export function proxyPassOf(directive: Directive, settings: Settings, around: Surroundings): ProxyPass {
  const target = directive.words[0] ?? '';
  const family = directive.name === 'grpc_pass' ? 'grpc' : 'proxy';
  const group = around.upstreams.get(groupOf(target) ?? '');
  const version = settings.single.get('proxy_http_version');
  return {
    kind: 'proxy-pass',
    server: 'nginx',
    source: directive.source,
    target,
    upstream: group ? { name: group.name, source: group.source, servers: group.servers } : null,
    keepAlive: group?.keepAlive ?? null,
    // gRPC runs on HTTP/2, which has no Connection header to clear.
    http11: family === 'grpc' ? directive.source : /^(?:1\.1|2)$/.test(version?.words[0] ?? '') ? (version?.source ?? null) : null,
    connectionCleared: family === 'grpc' ? directive.source : connectionCleared(settings, around),
    websocket: /\$http_upgrade|^websocket$/i.test(header(settings, family, 'upgrade')?.words[1] ?? ''),
    timeouts: timeoutDefaults.map((fallback) => {
      const own = settings.single.get(`${family}_${fallback.what.slice('proxy-'.length)}_timeout`);
      return { what: fallback.what, timeoutMs: own ? timeout(own) : byDefault<number>(fallback.value, directive.source, fallback.says, fallback.citation) };
    }),
  };
}

/** Anything but `close` and `upgrade` leaves the connection open; of a variable that another file sets nothing else is known. */
function connectionCleared(settings: Settings, around: Surroundings): ProxyPass['connectionCleared'] {
  const directive = header(settings, 'proxy', 'connection');
  const value = directive?.words[1]?.toLowerCase();
  if (!directive || value === undefined || /^(?:close|upgrade)$/.test(value)) return null;
  const map = value.startsWith('$') ? around.maps.get(value.replace(/[${}]/g, '')) : undefined;
  return map && closesOrdinary(map) ? null : directive.source;
}

/** `map $http_upgrade $connection_upgrade { default upgrade; '' close; }`: a request that upgrades nothing has an empty $http_upgrade. */
function closesOrdinary(map: Directive): boolean {
  const entries = map.block ?? [];
  const ordinary = entries.find(({ name }) => name === '') ?? entries.find(({ name }) => name === 'default');
  return /^(?:close|upgrade)$/i.test(ordinary?.words[0] ?? '');
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, '': 1_000, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, M: 2_592_000_000, y: 31_536_000_000 };

/** https://nginx.org/en/docs/syntax.html: `90`, `90s`, `1h 30m`; seconds without a unit. */
function timeout(directive: Directive): Known<number> {
  const text = directive.words.join(' ').slice(0, 100);
  const says = `${directive.name} ${text}`;
  const parts = [...text.matchAll(/(\d{1,12})(ms|[smhdwMy]|)(?=[\d\s]|$)/g)];
  const understood = parts.length > 0 && parts.map((part) => part[0]).join('') === text.replace(/\s/g, '');
  if (understood)
    return stated(
      parts.reduce((sum, part) => sum + Number(part[1]) * (unitsMs[part[2] ?? ''] ?? 0), 0),
      directive.source,
      says,
    );
  return unknown(`${directive.name} is ${text}`, { cause: 'no-value-given', what: `the value of ${text}` }, { source: directive.source });
}

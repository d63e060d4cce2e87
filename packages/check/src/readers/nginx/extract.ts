import type { Unread } from '@plimsoll/contract';
import type { ProxyPass } from '../../facts/deployment.ts';
import type { ReaderResult } from '../reader.ts';
import { httpOf } from './context.ts';
import type { Directive, Parsed } from './parse.ts';
import { proxyPassOf } from './proxy-pass.ts';
import type { Surroundings } from './proxy-pass.ts';
import { noSettings, settingsIn } from './settings.ts';
import type { Settings } from './settings.ts';
import { upstreamsIn } from './upstreams.ts';

interface Found {
  readonly facts: ProxyPass[];
  readonly missing: Map<string, Directive>; // by the include that is not followed: the first directive that it completes
}

/** Every place that hands requests on. `around` is what stands at the `http` level outside this text. */
export function extract({ directives, tooDeep }: Parsed, file: string, around: readonly Directive[]): ReaderResult<ProxyPass> {
  if (tooDeep) return { facts: [], unread: [{ file, line: null, message: 'nests too deeply for a configuration of nginx; it was not analysed' }] };
  const whole = httpOf(directives);
  // A piece without a server of its own means something only where it is included.
  if (!whole && !directives.some(({ name, block }) => name === 'server' && block)) return { facts: [], unread: [] };
  const http = whole ?? directives;
  const above = whole ? noSettings : settingsIn(around, noSettings);
  const surroundings: Surroundings = { upstreams: upstreamsIn([...around, ...http]), maps: mapsIn([...around, ...http]) };
  const found: Found = { facts: [], missing: new Map() };
  walk(http, above, false, surroundings, found);
  const unread = [...found.missing].map(([include, directive]): Unread => ({
    file: directive.source.file,
    line: directive.source.line,
    message: `what holds for this ${directive.name} is completed by ${include}, which is not followed in this version; it and those like it were not analysed`,
  }));
  return { facts: found.facts, unread };
}

/** `proxy_pass` stands in locations; the one directly in a server belongs to the stream module, which hands on bytes. */
function walk(level: readonly Directive[], above: Settings, inLocation: boolean, around: Surroundings, found: Found): void {
  const settings = settingsIn(level, above);
  for (const directive of level) {
    if (directive.block) {
      if (directive.name !== 'upstream' && directive.name !== 'map') walk(directive.block, settings, inLocation || directive.name === 'location', around, found);
    } else if (inLocation && (directive.name === 'proxy_pass' || directive.name === 'grpc_pass') && directive.words.length > 0) {
      if (settings.missing === null) found.facts.push(proxyPassOf(directive, settings, around));
      else if (!found.missing.has(settings.missing)) found.missing.set(settings.missing, directive);
    }
  }
}

function mapsIn(level: readonly Directive[]): ReadonlyMap<string, Directive> {
  return new Map(level.flatMap((directive) => (directive.name === 'map' && directive.block ? [[(directive.words[1] ?? '').replace(/[${}]/g, ''), directive]] : [])));
}

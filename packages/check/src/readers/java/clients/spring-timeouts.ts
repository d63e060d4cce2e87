import type { Setting } from '../../../facts/setting.ts';
import { isKnown, stated, unknown } from '../../../model/known.ts';
import { durationMs, environmentNames, moduleConfigOf } from '../../spring-config/index.ts';
import type { JavaUnit } from '../code/unit.ts';

/** A duration from the module's configuration; null when no key is set. `variables` name what could set it from outside. */
export function configuredMs(unit: JavaUnit, keys: readonly string[]): Setting<number> | null {
  const config = moduleConfigOf(unit.path, unit.files);
  for (const key of keys) {
    const setting = config?.setting(key);
    if (!setting) continue;
    if (!isKnown(setting.value)) return { value: setting.value, variables: setting.variables };
    const ms = durationMs(setting.value.value, 1);
    if (ms === undefined)
      return { value: unknown(`${key} is not a duration`, { cause: 'no-value-given', what: `a duration for ${key}` }, { source: setting.value.source }), variables: setting.variables };
    return { value: stated(ms, setting.value.source, setting.value.says), variables: setting.variables };
  }
  return null;
}

export const springReadTimeout: readonly string[] = ['spring.http.clients.read-timeout', 'spring.http.client.read-timeout', 'spring.http.client.settings.read-timeout'];
export const springConnectTimeout: readonly string[] = ['spring.http.clients.connect-timeout', 'spring.http.client.connect-timeout', 'spring.http.client.settings.connect-timeout'];

export function variablesOf(keys: readonly string[]): readonly string[] {
  return keys.flatMap(environmentNames);
}

const customisers = new WeakMap<object, Map<string, boolean>>();

/** A customiser bean or a builder bean of the module's own gives every injected builder settings that stand elsewhere. */
export function buildersAreCustomised(unit: JavaUnit): boolean {
  const known = customisers.get(unit.files) ?? new Map<string, boolean>();
  customisers.set(unit.files, known);
  const root = moduleConfigOf(unit.path, unit.files)?.root ?? null;
  if (root === null) return false;
  const before = known.get(root);
  if (before !== undefined) return before;
  const prefix = root === '' ? '' : `${root}/`;
  const pattern = /(RestTemplate|RestClient|WebClient)Customizer\b|(RestTemplateBuilder|RestClient\.Builder|WebClient\.Builder)\s+\w+\s*\([^)]*\)\s*\{/;
  const found = unit.files.paths.some((path) => path.startsWith(prefix) && path.endsWith('.java') && path.includes('src/main/') && pattern.test(unit.files.text(path) ?? ''));
  known.set(root, found);
  return found;
}

import type { Unread } from '@plimsoll/contract';
import type { Setting } from '../../facts/setting.ts';
import type { Source } from '@plimsoll/contract';
import { byDefault, isKnown, stated, unknown } from '../../model/known.ts';
import type { Fact } from '../../model/known.ts';
import type { Default } from './defaults.ts';
import type { ConfigLine } from './document.ts';
import { environmentNames } from './key.ts';
import type { ModuleConfig } from './module.ts';
import { saysOf, settingOf } from './placeholder.ts';

/** Reads `5s`, `500ms`, `PT1M` and plain numbers, which count in `plainUnitMs`. */
export function durationMs(text: string, plainUnitMs: number): number | undefined {
  const simple = /^([+-]?\d+)\s*(ns|us|ms|s|m|h|d)?$/i.exec(text.trim());
  if (simple) {
    const units: Record<string, number> = { ns: 1e-6, us: 1e-3, ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
    return Number(simple[1]) * (simple[2] ? (units[simple[2].toLowerCase()] ?? plainUnitMs) : plainUnitMs);
  }
  const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(text.trim());
  if (!iso || !iso.slice(1).some((part) => part !== undefined)) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = iso.slice(1).map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1_000;
}

export interface NumberReading {
  readonly keys: readonly string[]; // the first that is set counts
  readonly parse: (text: string) => number | undefined;
  readonly missing: Default | null;
  readonly at: Source; // the place that leaves it unset
}

/** A number from configuration: stated, left at the library's default, or unknown. Null when unset and without a default. */
export function numberOf(config: ModuleConfig, reading: NumberReading, unread: Unread[]): Setting<number> | null {
  const line = reading.keys.map((key) => config.lookup(key)).find((found) => found !== undefined);
  if (!line) {
    if (!reading.missing) return null;
    const { value, says, citation } = reading.missing;
    return { value: byDefault(value, reading.at, says, citation), variables: reading.keys.flatMap(environmentNames) };
  }
  const setting = settingOf(line, config.lookup);
  if (!isKnown(setting.value)) return { value: setting.value, variables: setting.variables };
  const number = reading.parse(setting.value.value);
  if (number === undefined) {
    unread.push({ file: line.valueSource.file, line: line.valueSource.line, message: `${line.written} should be a number, found "${setting.value.value.slice(0, 40)}"` });
    return { value: unknown(`${line.written} is not a number`, { cause: 'no-value-given', what: `a number for ${line.written}` }, { source: line.valueSource }), variables: setting.variables };
  }
  return { value: stated(number, line.valueSource, saysOf(line), contradictions(config, line, reading)), variables: setting.variables };
}

/** The same property set a second time with another value stays visible behind the one that wins. */
function contradictions(config: ModuleConfig, line: ConfigLine, reading: NumberReading): readonly Fact<unknown>[] {
  return config.overridden(line).map((other) => stated(reading.parse(other.text) ?? other.text, other.valueSource, `${saysOf(other)}, overridden`));
}

export function wholeNumber(text: string): number | undefined {
  return /^[+-]?\d+$/.test(text.trim()) ? Number(text) : undefined;
}

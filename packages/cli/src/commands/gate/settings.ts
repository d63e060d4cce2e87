import { nightly, quick } from '@plimsoll/gate';
import type { GateSettings } from '@plimsoll/gate';
import { UsageError } from '../../usage-error.ts';
import type { GateValues } from './options.ts';

export function settingsOf({ mode = 'quick' }: GateValues): GateSettings {
  if (mode === 'quick') return quick;
  if (mode === 'nightly') return nightly;
  throw new UsageError(`there is no mode ${mode}; modes are quick (4 blocks) and nightly (up to 10)`);
}

/** null: GATE-1; else the factor of the naive rule. */
export function ratioOf({ rule = 'gate-1', max }: GateValues): number | null {
  if (rule !== 'gate-1' && rule !== 'ratio') throw new UsageError(`there is no rule ${rule}; rules are gate-1 and ratio`);
  if (rule === 'gate-1') {
    if (max !== undefined) throw new UsageError('--max belongs to --rule ratio');
    return null;
  }
  const factor = Number(max ?? '1.10');
  if (!(factor >= 1 && factor <= 100)) throw new UsageError(`--max ${max ?? ''} is no factor; write one such as 1.10`);
  return factor;
}

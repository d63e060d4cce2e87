import { broken, kept, undecided } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import type { Judgement } from '../../model/rule.ts';
import { sayDurationMs, sayNumber } from '../../model/say.ts';
import type { Contradiction } from '../../model/system.ts';

/** Both places are shown; which of them is right is for people to say. */
export function judgeContradiction(pair: Contradiction): Judgement {
  const { stated, found, what, agrees } = pair;
  const shown = (value: Known<unknown>): string => saying(value, pair.unit);
  const at = isKnown(stated) ? stated.source : null;
  if (agrees === true) return kept(stated, found);
  if (agrees === null) {
    return undecided({
      at,
      message: `plimsoll.yml states ${what} as ${shown(stated)}; what the ${pair.against} says is not known`,
      help: 'Give it a value in this repository, or drop it from the contract.',
      unknowns: isKnown(found) ? [] : [found],
      breaksWhen: `it is not ${shown(stated)}`,
      because: [stated, found],
    });
  }
  return broken({
    at,
    message: `plimsoll.yml states ${what} as ${shown(stated)}, but the ${pair.against} says ${shown(found)}`,
    help: `Change one of the two places, so that the contract is what runs.`,
    because: [stated, found],
  });
}

function saying(value: Known<unknown>, unit: Contradiction['unit']): string {
  if (!isKnown(value)) return 'something unknown';
  if (unit === 'ms' && typeof value.value === 'number') return sayDurationMs(value.value);
  return typeof value.value === 'number' ? sayNumber(value.value) : String(value.value);
}

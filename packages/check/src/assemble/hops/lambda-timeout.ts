import type { TerraformResource } from '../../facts/index.ts';
import { byDefault, isKnown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';

/** A function is ended at its own timeout, whatever it waits for. */
export function lambdaTimeoutMs(lambda: TerraformResource): Known<number> {
  const seconds = lambda.number('timeout') ?? byDefault(3, lambda.source, 'no timeout: 3 s', 'AWS Lambda, function timeout: 3 seconds by default');
  return isKnown(seconds) ? { ...seconds, value: seconds.value * 1000 } : { ...seconds, bounds: {} };
}

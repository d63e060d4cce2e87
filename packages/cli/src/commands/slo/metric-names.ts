import { ruleOptionsByDefault } from '@plimsoll/slo';
import type { MetricNames } from '@plimsoll/slo';
import { UsageError } from '../../usage-error.ts';

/** What `--metrics` names: how metrics are called where a file says nothing. */
export function metricNamesOf(stated: string | undefined): MetricNames {
  if (stated === undefined) return ruleOptionsByDefault.names;
  if (stated === 'otel' || stated === 'prometheus') return stated;
  throw new UsageError(`--metrics ${stated}: choose otel or prometheus`);
}

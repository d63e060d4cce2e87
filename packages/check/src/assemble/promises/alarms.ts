import type { TerraformResource, TerraformRoot } from '../../facts/index.ts';
import { byDefault, isKnown } from '../../model/known.ts';
import type { Alarm } from '../../model/system.ts';
import { terraformIndex } from '../units/terraform-index.ts';
import { resourceName } from '../resource-name.ts';

/** Metrics of AWS services that are the time a caller waits (CloudWatch metric names of ELB, API Gateway, CloudFront, AppSync, Lambda behind an API). */
const latencyMetrics: ReadonlySet<string> = new Set([
  'targetresponsetime',
  'latency',
  'integrationlatency',
  'originlatency',
  'responsetime',
  'response_time',
  'successfulrequestlatency',
  'firstbytelatency',
  'totalrequestlatency',
  'requestlatency',
  'readlatency',
  'writelatency',
]);

/** Time that no caller waits for, or that is not a time of a request at all. */
const otherMetrics = /iteratorage|age_?of|queue|cpu|memory|disk|iops|count|errors?$|throttles?|connections|capacity|utilization|depth|visible|messages|cost|4xx|5xx|replicalag/i;

export function alarmsOf(root: TerraformRoot): readonly Alarm[] {
  return terraformIndex(root).ofType('aws_cloudwatch_metric_alarm').flatMap(alarmOf);
}

function alarmOf(alarm: TerraformResource): readonly Alarm[] {
  const direct = alarm.text('metric_name');
  if (direct) return [read(alarm, direct, alarm)];
  // Metric math: the metric whose data decides is judged when it is the only one.
  const metrics = alarm.blocks('metric_query').flatMap((query) => query.blocks('metric'));
  const only = metrics[0];
  const name = only?.text('metric_name');
  return metrics.length === 1 && only && name ? [read(alarm, name, only)] : [];
}

function read(alarm: TerraformResource, metric: ReturnType<TerraformResource['text']> & object, at: Pick<TerraformResource, 'text' | 'sourceOf' | 'source'>): Alarm {
  const extended = at.text('extended_statistic');
  const plain = at.text('statistic') ?? at.text('stat');
  const statistic = extended ?? plain ?? byDefault('none', at.source, 'no statistic is stated', 'Terraform AWS provider, aws_cloudwatch_metric_alarm: one of statistic and extended_statistic');
  const name = alarm.text('alarm_name');
  return {
    id: `alarm:${alarm.address}`,
    name: name && isKnown(name) ? name.value : resourceName(alarm),
    metric,
    statistic,
    measures: isKnown(metric) ? measures(metric.value) : 'unknown',
    source: alarm.source,
    inQuery: at !== alarm,
    statisticSource: at.sourceOf('extended_statistic') ?? at.sourceOf('statistic') ?? at.sourceOf('stat') ?? at.source,
  };
}

function measures(metric: string): Alarm['measures'] {
  if (latencyMetrics.has(metric.toLowerCase())) return 'latency';
  if (otherMetrics.test(metric)) return 'other';
  return /latency|responsetime|response_time/i.test(metric) ? 'latency' : 'other';
}

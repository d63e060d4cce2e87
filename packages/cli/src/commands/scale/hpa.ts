import { headOf } from './formula.ts';
import type { ScalePlan, Written } from './plan.ts';

/** The default of HorizontalPodAutoscalers (--horizontal-pod-autoscaler-downscale-stabilization), and the deadline where that is longer. */
const coolingSecondsMin = 300;

/** Seconds for which a smaller number is not believed: at least one deadline, so that instances do not come and go within one piece of work. */
export function coolingSeconds({ deadlineMs }: ScalePlan): number {
  return Math.min(3600, Math.max(coolingSecondsMin, Math.ceil((deadlineMs ?? 0) / 1000)));
}

/** A HorizontalPodAutoscaler of autoscaling/v2 on the metric that the runtime exports; it needs an adapter such as prometheus-adapter. */
export function hpaOf(plan: ScalePlan): Written {
  const { deployment } = plan.runsOn;
  const least = Math.max(1, plan.instancesMin);
  const metric =
    plan.source.kind === 'requests'
      ? ['    - type: Pods', '      pods:', '        metric:', '          name: plimsoll_workload_request_rate']
      : [
          '    - type: External',
          '      external:',
          '        metric:',
          '          name: plimsoll_workload_backlog',
          '          selector:',
          '            matchLabels:',
          `              messaging_destination_name: ${JSON.stringify(plan.source.queue)}`,
        ];
  const text = [
    ...headOf(plan, [
      'An HPA leaves the number as it is while the metric is within a tenth of its target.',
      ...(plan.instancesMin === 0 ? ['It has at least one: from none an HPA starts nothing (KEDA does).'] : []),
      ...(plan.source.kind === 'requests' ? [] : ['backlogSignal of @plimsoll/runtime/workload exports the metric, best from a role that always runs.']),
    ]).map((line) => `# ${line}`),
    'apiVersion: autoscaling/v2',
    'kind: HorizontalPodAutoscaler',
    'metadata:',
    `  name: ${plan.workload}`,
    'spec:',
    '  scaleTargetRef:',
    '    apiVersion: apps/v1',
    `    kind: ${deployment?.kind ?? 'Deployment'}`,
    `    name: ${deployment?.name ?? plan.workload}`,
    `  minReplicas: ${least}`,
    `  maxReplicas: ${plan.instancesMax}`,
    '  behavior:',
    '    scaleDown:',
    `      stabilizationWindowSeconds: ${coolingSeconds(plan)}`,
    '  metrics:',
    ...metric,
    '        target:',
    '          type: AverageValue',
    `          averageValue: ${JSON.stringify(String(plan.target))}`,
  ].join('\n');
  return { text: `${text}\n` };
}

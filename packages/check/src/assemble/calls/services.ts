import type { KubernetesFact } from '../../facts/index.ts';
import type { RoutedService } from '../../model/calls.ts';
import type { Unit, Workload } from '../../model/system.ts';

/** Every Kubernetes Service with the unit that it sends traffic to. */
export function routedServices(kubernetes: readonly KubernetesFact[], units: readonly Unit[], workloads: readonly Workload[]): readonly RoutedService[] {
  const ingresses = kubernetes.filter((fact) => fact.kind === 'kubernetes-ingress');
  const owners = new Map(workloads.flatMap((workload) => workload.units.map((unit) => [unit, workload] as const)));
  return kubernetes
    .filter((fact) => fact.kind === 'kubernetes-service')
    .flatMap((service) => {
      const unit = units.find((candidate) => candidate.takesTraffic === service.source);
      const workload = unit && owners.get(unit);
      if (!unit || !workload) return [];
      const own = ingresses.filter((ingress) => ingress.variant === service.variant && ingress.backends.some((backend) => backend.service === service.name));
      return [{ id: `service:${service.variant}/${service.name}`, service, unit, workload, ingresses: own }];
    });
}

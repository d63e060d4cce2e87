import { broken, keptBy, line } from '../../model/judgement.ts';
import { compare } from '../../model/arithmetic.ts';
import { stated } from '../../model/known.ts';
import type { Source } from '@plimsoll/contract';
import type { Rule } from '../../model/rule.ts';
import { say } from '../../model/say.ts';
import type { InternalCall, RoutedService, System } from '../../model/system.ts';

interface ZonedService {
  readonly id: string;
  readonly routed: RoutedService;
  readonly caller: InternalCall;
  readonly zones: { readonly source: Source; readonly says: string };
}

export const serviceWithoutZonePreference: Rule<ZonedService> = {
  id: 'dp3/service-without-zone-preference',
  severity: 'warning', // DP3's AZ affinity, where zones, several instances and a caller are all seen
  summary: 'Calls between services of several zones prefer the zone of the caller.',
  controls: ['WAF-PERF-070'],
  needs: ['infrastructure', 'code'],
  practice: true,

  subjects: (system) => zonedServices(system),

  judge({ routed: { service, unit, workload }, caller, zones }, system) {
    if (service.zonePreference) return keptBy([line(service.zonePreference, 'prefers the zone of the caller')]);
    const mesh = system.meshPolicies.find((policy) => policy.locality && policy.hosts.some((host) => host.split('.')[0] === service.name));
    if (mesh?.locality) return keptBy([line(mesh.locality, 'locality load balancing')]);
    const from = caller.client.owners[0]?.name ?? caller.client.use.site.source.file;
    return broken({
      at: service.nameSource,
      message: `${from} calls ${workload.name} through the Service ${service.name}, whose ${say(unit.instancesMax)} instances stand in several zones: without a zone preference most calls cross one, which costs a millisecond and the transfer`,
      help: `Set spec.trafficDistribution: PreferSameZone (PreferClose before Kubernetes 1.34) on the Service ${service.name}, with at least one instance in each zone.`,
      because: [unit.instancesMax],
      evidence: [line(caller.client.use.site.source, caller.client.use.callee), line(zones.source, zones.says)],
      joins: caller.joins,
    });
  },
};

function zonedServices(system: System): readonly ZonedService[] {
  return system.services.flatMap((routed) => {
    const caller = system.internalCalls.find((call) => call.service === routed.service && call.client.reach.path !== 'script');
    const several = compare(routed.unit.instancesMax, '>', stated(1, routed.unit.source, '1')).answer === 'yes';
    const zones = routed.unit.spreadsZones ? { source: routed.unit.spreadsZones, says: 'spread over zones' } : null;
    return caller && several && zones ? [{ id: routed.id, routed, caller, zones }] : [];
  });
}

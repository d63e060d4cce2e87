import { field } from '../terminal/field.ts';
import { styled } from '../terminal/span.ts';
import type { Line } from '../terminal/span.ts';
import { wrap } from '../terminal/wrap.ts';
import { sayTime, sayView } from './say.ts';
import { at, some } from './text-workloads.ts';
import type { NetworkView, TimeoutView } from './view.ts';

export function networkLines(network: NetworkView, columns: number): readonly Line[] {
  const zones = sayView(network.zones);
  const nat = network.natGateways === null ? 'no NAT gateway' : `${sayView(network.natGateways)} NAT ${sayView(network.natGateways) === '1' ? 'gateway' : 'gateways'}`;
  const endpoints = network.endpoints.map((endpoint) => endpoint.service);
  const complete = network.endpointsComplete.value === true ? '' : ' and perhaps more outside this repository';
  return [
    [],
    ...wrap([styled('strong', network.name), ` ${zones} ${zones === '1' ? 'zone' : 'zones'}, ${nat} `, at(network.source)], columns, { first: [], rest: '  ' }),
    ...field('endpoints', [`${endpoints.join(', ') || 'none'}${complete}`], columns, 11),
    ...(network.services.length === 0 ? [] : field('services', [network.services.map((service) => service.service).join(', ')], columns, 11)),
  ];
}

/** `load balancer 60s ⊃ api handler 30s × 3 tries`. */
export function timeoutLines(pairs: readonly TimeoutView[], columns: number): readonly Line[] {
  return some(
    pairs,
    ({ outer, inner }) => {
      const tries = inner.tries && inner.tries.value !== 1 ? ` × ${sayView(inner.tries)} tries` : '';
      return wrap([`${outer.name} ${sayTime(outer.timeoutMs)} `, at(outer.source), styled('quiet', ' holds '), `${inner.name} ${sayTime(inner.timeoutMs)}${tries} `, at(inner.source)], columns, { first: ['  '], rest: '      ' });
    },
    columns,
  );
}

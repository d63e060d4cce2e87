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

/** The inner happens inside the outer, so the outer should be the longer. Pairs of one shape (a module used many times) stand once. */
export function timeoutLines(pairs: readonly TimeoutView[], columns: number): readonly Line[] {
  const place = ({ source, timeoutMs }: TimeoutView['outer']): string => `${source.file}:${source.line} ${sayTime(timeoutMs)}`;
  const groups = [...Map.groupBy(pairs, ({ outer, inner }) => `${place(outer)}\n${place(inner)}`).values()];
  return some(
    groups,
    ([first, ...rest]) => {
      if (!first) return [];
      const { outer, inner } = first;
      const tries = inner.tries && inner.tries.value !== 1 ? ` × ${sayView(inner.tries)} tries` : '';
      return [
        ...field(sayTime(outer.timeoutMs), [`${outer.name} `, at(outer.source)], columns, 11),
        ...field(`└ ${sayTime(inner.timeoutMs)}`, [`${inner.name}${tries} `, at(inner.source), ...(rest.length > 0 ? [styled('quiet', ` and ${rest.length} more such pairs`)] : [])], columns, 11),
      ];
    },
    columns,
    13,
  );
}

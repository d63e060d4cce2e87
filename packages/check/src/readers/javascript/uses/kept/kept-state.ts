import type { StateKind, StateLife, StateUse } from '../../../../facts/code.ts';
import type { Context } from '../../code/context.ts';
import type { Container } from './containers.ts';

const names: Readonly<Record<Container['shape'], string>> = { map: 'Map', set: 'Set', list: 'an array', object: 'an object', library: '' };

/** The fact about a container that lives as long as the process. */
export function keptState(state: StateKind, container: Container, context: Context, purpose: string, life: StateLife): StateUse {
  return {
    kind: 'state',
    state,
    library: container.symbol?.replace(/\.\w+$/, '') ?? names[container.shape],
    site: { source: context.module.source(container.at), within: null, lifetime: 'process', inLoop: false },
    store: { where: 'process', protectsProcessOnly: false },
    purpose,
    life,
  };
}

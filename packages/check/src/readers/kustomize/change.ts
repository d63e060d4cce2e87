import { at, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { Container, KustomizeChange } from '../../facts/deployment.ts';
import { readContainers } from '../kubernetes/container.ts';
import { readEnvironment } from '../kubernetes/environment.ts';
import { extentOf } from '../kubernetes/extent.ts';
import type { Scope } from '../kubernetes/scope.ts';
import { knownNumber } from '../kubernetes/value.ts';

/** What a patch document sets: a piece of an object (strategic merge), or a list of operations (RFC 6902) on the target. */
export function readChanges(document: YamlNode, target: YamlNode | null, scope: Scope): readonly KustomizeChange[] {
  if (document.kind === 'sequence') return readOperations(document, target, scope);
  const spec = at(document, 'spec');
  const cronSpec = at(spec, 'jobTemplate', 'spec', 'template', 'spec');
  const change: KustomizeChange = {
    kind: textOf(at(target ?? document, 'kind')) ?? textOf(at(document, 'kind')) ?? '',
    name: target === null ? (textOf(at(document, 'metadata', 'name')) ?? null) : (textOf(at(target, 'name')) ?? null),
    replicas: knownNumber(at(spec, 'replicas'), scope, 'replicas'),
    min: knownNumber(at(spec, 'minReplicas'), scope, 'minReplicas') ?? knownNumber(at(spec, 'minReplicaCount'), scope, 'minReplicaCount'),
    max: knownNumber(at(spec, 'maxReplicas'), scope, 'maxReplicas') ?? knownNumber(at(spec, 'maxReplicaCount'), scope, 'maxReplicaCount'),
    containers: readContainers(cronSpec ?? at(spec, 'template', 'spec'), scope),
    source: extentOf(document),
  };
  return setsSomething(change) ? [change] : [];
}

function readOperations(operations: YamlNode, target: YamlNode | null, scope: Scope): readonly KustomizeChange[] {
  let replicas: KustomizeChange['replicas'] = null;
  let min: KustomizeChange['min'] = null;
  let max: KustomizeChange['max'] = null;
  const containers: Container[] = [];
  for (const operation of itemsOf(operations)) {
    const path = textOf(at(operation, 'path')) ?? '';
    const value = at(operation, 'value');
    if (textOf(at(operation, 'op')) === 'remove' || value === undefined) continue;
    if (path === '/spec/replicas') replicas = knownNumber(value, scope, 'replicas');
    else if (path === '/spec/minReplicas' || path === '/spec/minReplicaCount') min = knownNumber(value, scope, path.slice('/spec/'.length));
    else if (path === '/spec/maxReplicas' || path === '/spec/maxReplicaCount') max = knownNumber(value, scope, path.slice('/spec/'.length));
    else if (/\/containers\/0\/env(?:\/(?:-|\d+))?$/.test(path)) containers.push(containerWithEnvironment(value, scope));
  }
  const change: KustomizeChange = {
    kind: textOf(at(target ?? undefined, 'kind')) ?? '',
    name: textOf(at(target ?? undefined, 'name')) ?? null,
    replicas,
    min,
    max,
    containers,
    source: extentOf(operations),
  };
  return setsSomething(change) ? [change] : [];
}

function containerWithEnvironment(value: YamlNode, scope: Scope): Container {
  const list: YamlNode = value.kind === 'sequence' ? value : { kind: 'sequence', items: [value], source: value.source };
  return { name: '', image: null, command: null, args: null, commandSource: null, environment: readEnvironment(list, scope), environmentFrom: [], ports: [], source: value.source };
}

function setsSomething(change: KustomizeChange): boolean {
  return change.replicas !== null || change.min !== null || change.max !== null || change.containers.length > 0;
}

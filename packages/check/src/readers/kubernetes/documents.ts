import { at, itemsOf, readYaml, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { Unread } from '@plimsoll/contract';
import type { SourceText } from '../reader.ts';
import type { Parameters } from './scope.ts';
import { readParameters } from './template.ts';

export interface KubernetesObject {
  readonly node: YamlNode;
  readonly parameters: Parameters | null;
}

const kinds =
  'Deployment|StatefulSet|DaemonSet|DeploymentConfig|Job|CronJob|Service|Ingress|Route|HorizontalPodAutoscaler|ScaledObject|ScaledJob|ConfigMap|Secret|PodDisruptionBudget|PersistentVolumeClaim|DestinationRule|VirtualService|HTTPRoute|PrometheusRule';
const inBlockStyle = new RegExp(`^["']?kind["']?[ \\t]*:[ \\t]+["']?(?:${kinds}|Template|[A-Za-z]*List)["']?[ \\t]*(?:#.*)?\\r?$`, 'm');
const inFlowStyle = new RegExp(`["']?kind["']?[ \\t]*:[ \\t]*["']?(?:${kinds}|Template|[A-Za-z]*List)["']?[\\s,}]`);
// `{{ … }}` where YAML expects a key or a plain value; `${{NAME}}` is OpenShift's.
const templated = /^[ \t]*(?:- +)?(?:[\w./-]+:[ \t]+)?["']?[\w./:-]*\{\{/m;
const listsDeepest = 3;

/** The objects of a file, with lists and OpenShift templates taken apart. Documents of other kinds are never parsed. */
export function readObjects(file: SourceText): { objects: readonly KubernetesObject[]; unread: readonly Unread[] } {
  let expressions = 0;
  const wanted = (document: string): boolean => {
    const inJson = document.trimStart().startsWith('{') && !document.trimStart().startsWith('{{');
    if (!(inJson ? inFlowStyle : inBlockStyle).test(document)) return false;
    if (!holdsExpressions(document)) return true;
    expressions++;
    return false;
  };
  const { documents, unread } = readYaml(file.path, file.text, wanted);
  const objects = documents.flatMap((document) => takeApart(document.root, null, 0));
  if (expressions === 0) return { objects, unread };
  const message = `holds template expressions ({{ … }}) outside a chart: ${expressions === 1 ? 'one object was' : `${expressions} objects were`} not analysed; render it first`;
  return { objects, unread: [...unread, { file: file.path, line: null, message }] };
}

// What a rule of Prometheus puts into its messages: `{{ $labels.pod }}`, `{{ printf "%.2f" $value }}`, `{{ .Labels.pod }}`.
const ofPrometheus = /\{\{[^}\n]{0,300}(?:\$(?:labels|value|externalLabels|externalURL)|\.Labels|\.Value\b)[^}\n]{0,300}\}\}/g;

/** The contents of a ConfigMap are often templates of something else; they are text and change nothing of the object. Alerts have templates of their own. */
function holdsExpressions(document: string): boolean {
  if (!templated.test(document) || /^kind[ \t]*:[ \t]+ConfigMap\b/m.test(document)) return false;
  return !/^kind[ \t]*:[ \t]+PrometheusRule\b/m.test(document) || templated.test(document.replace(ofPrometheus, ''));
}

function takeApart(node: YamlNode, parameters: Parameters | null, depth: number): readonly KubernetesObject[] {
  const kind = textOf(at(node, 'kind')) ?? '';
  if (kind === 'Template') {
    const own = readParameters(node);
    return depth < listsDeepest ? itemsOf(at(node, 'objects')).flatMap((object) => takeApart(object, own, depth + 1)) : [];
  }
  if (kind.endsWith('List') && node.kind === 'mapping') {
    return depth < listsDeepest ? itemsOf(at(node, 'items')).flatMap((item) => takeApart(item, parameters, depth + 1)) : [];
  }
  return [{ node, parameters }];
}

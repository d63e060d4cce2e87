import { at, itemsOf, numberOf, readYaml, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';

/** The instances that each scaler would run, calculated from what was written, as its documentation says. None of them is run here. */
export interface Scaler {
  /** Instances after the scaler has come to rest, beginning with `running`. */
  settled(signal: number, running: number): number;
}

function documentOf(text: string): YamlNode {
  const { documents } = readYaml('written.yaml', text);
  const [document] = documents;
  if (!document) throw new Error('there is a document');
  return document.root;
}

function numberAt(node: YamlNode | undefined, ...path: readonly string[]): number {
  const found = at(node, ...path);
  const value = numberOf(found) ?? Number(textOf(found) ?? Number.NaN);
  if (!Number.isFinite(value)) throw new Error(`${path.join('.')} is no number`);
  return value;
}

/** An HPA does nothing while the ratio is within this of 1 (--horizontal-pod-autoscaler-tolerance). */
const tolerance = 0.1;

/** For AverageValue: ceil(metric / target), unless metric / (target × running) is within the tolerance. */
function hpaStep(signal: number, running: number, target: number, min: number, max: number): number {
  const ratio = signal / (target * running);
  const wanted = Math.abs(ratio - 1) <= tolerance ? running : Math.ceil(signal / target);
  return Math.min(max, Math.max(min, wanted));
}

export function kedaScaler(text: string, targetKey: string, activationKey: string): Scaler {
  const spec = at(documentOf(text), 'spec');
  const [trigger] = itemsOf(at(spec, 'triggers'));
  const [min, max] = [numberAt(spec, 'minReplicaCount'), numberAt(spec, 'maxReplicaCount')];
  const target = numberAt(trigger, 'metadata', targetKey);
  const activation = numberAt(trigger, 'metadata', activationKey);
  return {
    settled(signal, running) {
      const active = signal > activation;
      if (!active && min === 0) return 0; // after the cool-down
      return hpaStep(signal, Math.max(1, running), target, Math.max(1, min), max);
    },
  };
}

export function hpaScaler(text: string): Scaler {
  const spec = at(documentOf(text), 'spec');
  const [metric] = itemsOf(at(spec, 'metrics'));
  const target = numberAt(at(metric, 'external') ?? at(metric, 'pods'), 'target', 'averageValue');
  const [min, max] = [numberAt(spec, 'minReplicas'), numberAt(spec, 'maxReplicas')];
  return { settled: (signal, running) => hpaStep(signal, Math.max(1, running), target, min, max) };
}

/** Tracking: capacity × metric / target, upwards; the step adds one task while none runs. The expressions are those that were written. */
export function trackingScaler(text: string): Scaler {
  const attribute = (name: string): number => Number(new RegExp(`${name}\\s*= (\\d+)`).exec(text)?.[1]);
  const expressions = [...text.matchAll(/expression {2}= "([^"]+)"/g)].map(([, expression]) => expression ?? '');
  const [target, min, max] = [attribute('target_value'), attribute('min_capacity'), attribute('max_capacity')];
  const evaluate = (expression: string, values: Readonly<Record<string, number>>): number => {
    const filled = expression.replace(/FILL\((\w+), 0\)/g, '$1');
    const condition = /IF\(([^,]+), ([^,]+), ([^)]+)\)/.exec(filled);
    const term = (word: string): number => values[word.trim()] ?? Number(word);
    const holds = (test: string): boolean =>
      test.split(' AND ').every((part) => {
        const [left = '', operator = '', right = ''] = part.trim().split(' ');
        return operator === '>' ? term(left) > term(right) : term(left) < term(right);
      });
    if (!condition) throw new Error(`${expression} has a condition`);
    const chosen = term((holds(condition[1] ?? '') ? condition[2] : condition[3]) ?? '');
    const sum = /^\((\w+) \+ (\w+)\) \/ /.exec(filled);
    return sum ? (term(sum[1] ?? '') + term(sum[2] ?? '')) / chosen : chosen;
  };
  return {
    settled(signal, running) {
      const [visible, in_flight] = [signal - Math.floor(signal / 3), Math.floor(signal / 3)];
      let capacity = running;
      for (let round = 0; round < 5; round++) {
        const values = { visible, in_flight, running: capacity };
        const tracked = Math.ceil((capacity * evaluate(expressions[0] ?? '', values)) / target);
        const first = expressions[1] !== undefined && evaluate(expressions[1], values) > 0 ? capacity + 1 : 0;
        capacity = Math.min(max, Math.max(min, tracked, first));
      }
      return capacity;
    },
  };
}

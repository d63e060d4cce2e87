import type { Stated } from '@plimsoll/contract';
import { nearest } from '@plimsoll/contract/file';
import type { Reading } from '@plimsoll/contract/shape';
import { namesOfIteration } from './iteration.ts';
import type { DataTable } from './scenario.ts';
import type { FlowFile, RequestFile } from './shapes.ts';
import { namesIn, templateOf } from './template.ts';

/** Reports each `${name}` that nothing sets before it is used: no variable, no column of the data, no earlier step, no iteration. */
export function unknownNames(flows: readonly FlowFile[], data: readonly DataTable[], variables: ReadonlyMap<string, string>, reading: Reading): void {
  const everywhere = new Set<string>([...Object.values(namesOfIteration), ...variables.keys(), ...data.flatMap(({ rows }) => Object.keys(rows[0] ?? {}))]);
  for (const flow of flows) {
    const known = new Set(everywhere);
    for (const step of flow.steps ?? []) {
      for (const { value, source } of textsOf(step)) {
        for (const name of namesIn(templateOf(value))) {
          if (known.has(name) || name.startsWith('env.')) continue;
          const meant = nearest(name, [...known]);
          reading.problem(source, `nothing sets \`\${${name.slice(0, 40)}}\` before this request; ${meant === null ? `known here: ${[...known].join(', ')}` : `did you mean \`\${${meant}}\`?`}`);
        }
      }
      for (const { name } of step.extract ?? []) known.add(name.value);
    }
  }
}

function textsOf({ path, headers, body, form }: RequestFile): readonly Stated<string>[] {
  return [
    ...(path ? [path] : []),
    ...(headers ?? []).map(({ value }) => value),
    ...(form ?? []).map(({ value }) => value),
    ...(body ? [{ value: typeof body.value === 'string' ? body.value : JSON.stringify(body.value), source: body.source }] : []),
  ];
}

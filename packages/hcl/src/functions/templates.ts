import { evaluate } from '../evaluate/evaluate.ts';
import type { CallContext, HclFunction } from '../evaluate/scope.ts';
import { parseTemplate } from '../parse.ts';
import { attributeOf } from '../evaluate/member.ts';
import type { Value } from '../value/value.ts';
import { failure, pure, type Raw } from './define.ts';
import { any, text } from './params.ts';

/** `templatefile` and `templatestring`: a text with `${…}` in which only the given variables exist. */
export function templateFunctions(read: (path: string, use: (content: string) => Raw) => Raw): [string, HclFunction][] {
  return [
    ['templatefile', pure([text, any], undefined, ([path, variables], context) => read(path, (content) => render(content, path, variables, context)))],
    ['templatestring', pure([text, any], undefined, ([template, variables], context) => render(template, context.range.file, variables, context))],
  ];
}

function render(template: string, file: string, variables: Value, context: CallContext): Raw {
  const { expression, diagnostics } = parseTemplate(template, file);
  const [problem] = diagnostics;
  if (problem) return failure(problem.message);
  if (variables.kind !== 'object' && variables.kind !== 'unknown') return failure('the variables must be an object');
  const wrong = variables.kind === 'object' ? [...variables.entries.keys()].find((name) => !/^[\p{L}][\p{L}\p{N}_-]*$/u.test(name)) : undefined;
  if (wrong !== undefined) return failure(`"${wrong}" is no name of a variable`);
  const functions = new Map([...context.functions].filter(([name]) => name !== 'templatefile' && name !== 'templatestring'));
  return evaluate(expression, {
    functions,
    meter: context.meter,
    resolve: (root, _steps, { rangeOf }) => ({ value: attributeOf(variables, root, rangeOf(0)), consumed: 0 }),
  });
}

import { evaluate } from '../evaluate/evaluate.ts';
import type { CallContext, HclFunction } from '../evaluate/scope.ts';
import { parseTemplate } from '../parse.ts';
import { attributeOf } from '../evaluate/member.ts';
import { convert } from '../types/convert.ts';
import type { Value } from '../value/value.ts';
import { failure, pure, type Raw } from './define.ts';
import { any, text } from './params.ts';

/** `templatefile` and `templatestring`: a text with `${…}` in which only the given variables exist. */
export function templateFunctions(read: (path: string) => string | undefined): [string, HclFunction][] {
  return [
    [
      'templatefile',
      pure([text, any], 'string', ([path, variables], context) => {
        const content = read(path);
        if (content === undefined) return { undecided: `the file ${path} is not in the repository`, needs: 'unsupported' };
        return render(content, path, variables, context);
      }),
    ],
    ['templatestring', pure([text, any], 'string', ([template, variables], context) => render(template, context.range.file, variables, context))],
  ];
}

function render(template: string, file: string, variables: Value, context: CallContext): Raw {
  const { expression, diagnostics } = parseTemplate(template, file);
  const [problem] = diagnostics;
  if (problem) return failure(problem.message);
  if (variables.kind !== 'object' && variables.kind !== 'unknown') return failure('the variables must be an object');
  const functions = new Map([...context.functions].filter(([name]) => name !== 'templatefile' && name !== 'templatestring'));
  const value = evaluate(expression, {
    functions,
    meter: context.meter,
    resolve: (root, _steps, { rangeOf }) => ({ value: attributeOf(variables, root, rangeOf(0)), consumed: 0 }),
  });
  return convert(value, { kind: 'string' });
}

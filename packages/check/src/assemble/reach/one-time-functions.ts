import { folderOf } from '@plimsoll/contract';
import type { CodeFact, TerraformRoot } from '../../facts/index.ts';
import { valueOf } from '../../model/known.ts';
import { isWithin } from '../path.ts';
import { terraformIndex } from '../units/terraform-index.ts';

/** Functions that Terraform itself invokes (`aws_lambda_invocation`) run once for each apply: their handlers are scripts, whatever their event looks like. */
export function withOneTimeFunctions(code: readonly CodeFact[], roots: readonly TerraformRoot[]): readonly CodeFact[] {
  const invoked = roots.flatMap((root) => {
    const index = terraformIndex(root);
    return index
      .ofType('aws_lambda_invocation')
      .flatMap((invocation) => index.named(invocation, 'function_name', 'aws_lambda_function'))
      .flatMap((lambda) => {
        const handler = valueOf(lambda.text('handler'));
        return handler ? [{ folder: folderOf(lambda.source.file), file: handler.slice(0, handler.lastIndexOf('.')) }] : [];
      });
  });
  if (invoked.length === 0) return code;
  const isInvoked = (path: string): boolean => invoked.some(({ folder, file }) => isWithin(path, folder) && path.replace(/\.\w+$/, '').endsWith(`/${file}`));
  return code.map((fact) => {
    if (fact.kind === 'code-file' && isInvoked(fact.source.file))
      return { ...fact, functions: fact.functions.map((declared) => (declared.handler === null ? declared : { ...declared, handler: 'script' as const })) };
    return fact.kind === 'entry-point' && isInvoked(fact.source.file) ? { ...fact, role: 'script' as const } : fact;
  });
}

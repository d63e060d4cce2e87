import { folderOf } from '@plimsoll/contract';
import type { CodeFact, FunctionInvocation, TerraformResource, TerraformRoot } from '../../facts/index.ts';
import { valueOf } from '../../model/known.ts';
import { isWithin } from '../path.ts';
import { terraformIndex } from '../units/terraform-index.ts';
import type { TerraformIndex } from '../units/terraform-index.ts';

/** The modules that may hold a function's handler, in or below the folder of the file that declares it. */
interface Invoked {
  readonly folder: string;
  readonly modules: readonly string[];
}

/**
 * Functions that Terraform itself invokes (`aws_lambda_invocation`) or that a script does, and that nothing else calls, run once for each apply or
 * whenever somebody runs the script: their handlers are scripts, whatever their event looks like.
 */
export function withOneTimeFunctions(code: readonly CodeFact[], roots: readonly TerraformRoot[]): readonly CodeFact[] {
  const scripts = code.filter((fact): fact is FunctionInvocation => fact.kind === 'function-invocation');
  const invoked = roots.flatMap((root): readonly Invoked[] => {
    const index = terraformIndex(root);
    const byTerraform = index.ofType('aws_lambda_invocation').flatMap((invocation) => index.named(invocation, 'function_name', 'aws_lambda_function'));
    const byScript = index.ofType('aws_lambda_function').filter((lambda) => scripts.some((script) => names(script, lambda)));
    return [...byTerraform, ...byScript].filter((lambda) => !isCalledBySomething(lambda, index)).map((lambda) => ({ folder: folderOf(lambda.source.file), modules: modulesOf(lambda) }));
  });
  if (invoked.length === 0) return code;
  const isInvoked = (path: string): boolean => invoked.some(({ folder, modules }) => isWithin(path, folder) && modules.some((name) => path.replace(/\.\w+$/, '').endsWith(`/${name}`)));
  return code.map((fact) => {
    if (fact.kind === 'code-file' && isInvoked(fact.source.file))
      return { ...fact, functions: fact.functions.map((declared) => (declared.handler === null ? declared : { ...declared, handler: 'script' as const })) };
    return fact.kind === 'entry-point' && isInvoked(fact.source.file) ? { ...fact, role: 'script' as const } : fact;
  });
}

/** By its name, or by an output that is called like the resource: `role_manager_function_name`. */
function names({ words }: FunctionInvocation, lambda: TerraformResource): boolean {
  const name = valueOf(lambda.text('function_name'));
  return words.some((word) => word === name || (word.startsWith(`${lambda.name}_`) && /^(?:lambda_)?(?:function_)?(?:name|arn)$/.test(word.slice(lambda.name.length + 1))));
}

/** `roles.handler` names roles.py; a file that is packed under another name (index.py) is often called like its archive, roles.zip. */
function modulesOf(lambda: TerraformResource): readonly string[] {
  const handler = valueOf(lambda.text('handler')) ?? '';
  const archive = valueOf(lambda.text('filename')) ?? '';
  const packed = /([^/]+)\.(?:zip|jar)$/.exec(archive)?.[1];
  return [handler.slice(0, Math.max(handler.lastIndexOf('.'), 0)), ...(packed === undefined ? [] : [packed])].filter((name) => name !== '');
}

/** Events, buckets, topics and gateways need a permission; queues and streams a mapping; schedules name their target. */
function isCalledBySomething(lambda: TerraformResource, index: TerraformIndex): boolean {
  const names = (resource: TerraformResource): boolean => index.named(resource, 'function_name', 'aws_lambda_function').includes(lambda);
  return (
    index.ofType('aws_lambda_permission', 'aws_lambda_event_source_mapping', 'aws_lambda_function_url').some(names) ||
    index.ofType('aws_scheduler_schedule').some((schedule) => schedule.blocks('target').some((target) => index.named(target, 'arn', 'aws_lambda_function').includes(lambda)))
  );
}

import { stringOf, type Value } from '@plimsoll/hcl';

import type { TerraformEnvironment } from './environments.ts';
import type { TerraformModule } from './module.ts';
import { typeOf } from './variables.ts';

const names = ['environment', 'environment_name', 'env', 'env_name', 'stage', 'deployment_environment'] as const;

/** The variable that takes the name of the environment, when it is one that must be given. */
export function environmentVariable(module: TerraformModule): string | undefined {
  return names.find((name) => {
    const block = module.variables.get(name);
    return block !== undefined && !block.body.attributes.has('default') && ['string', 'any'].includes(typeOf(block).kind);
  });
}

/**
 * The environment is called `production`, so a variable called `environment` without any value is taken to hold that word, as
 * written. An assumption, hence listed in `EvaluatedRoot.assumptions`.
 */
export function assumedName({ written }: TerraformEnvironment): Value | undefined {
  if (!written) return undefined;
  const start = { line: 1, column: 1, offset: 0 };
  return stringOf(written.name, { file: written.path, start, end: start });
}

import { env } from 'node:process';
import { UsageError } from '../../../usage-error.ts';

/** `--env`, or what a job of GitLab deploys to (docs.gitlab.com "Predefined CI/CD variables"), in one spelling. Null: none is named. */
export async function environmentOf(stated: string | undefined): Promise<string | null> {
  const named = stated ?? env['CI_ENVIRONMENT_NAME'];
  if (named === undefined || named === '') return null;
  if (named.length > 200) throw new UsageError(`--env has ${named.length} characters; name an environment`);
  return (await normaliser())(named);
}

/** production, prd and live are prod. What is no known name stays what it is. */
export async function normaliser(): Promise<(name: string) => string> {
  const { environmentName } = await import('@plimsoll/check');
  return (name) => environmentName(name) ?? name.trim().toLowerCase();
}

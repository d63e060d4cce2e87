import { readFileSync } from 'node:fs';
import { env } from 'node:process';
import { changeClasses, classify } from '@plimsoll/slo';
import type { ChangeClass, ClassifiedChange, ClassRule } from '@plimsoll/slo';
import { commitOf } from '../../../git/revision.ts';
import { git, GitError } from '../../../git/git.ts';
import { UsageError } from '../../../usage-error.ts';

export interface ChangeValues {
  readonly change?: string | undefined;
  readonly labels?: string | undefined;
  readonly since?: string | undefined;
}

/** The class of the change, by what the command, its labels and its files say. */
export async function changeOf(values: ChangeValues, rules: readonly ClassRule[] | null, directory: string): Promise<ClassifiedChange> {
  const hasPaths = rules?.some(({ paths }) => paths.length > 0) === true;
  const paths = values.since === undefined ? null : changedSince(directory, values.since);
  const { isNamed } = hasPaths && paths ? await import('@plimsoll/check') : { isNamed: () => false };
  return classify({ stated: statedClass(values.change), labels: values.labels === undefined ? labelsOfJob(env) : split(values.labels), paths }, rules, isNamed);
}

function statedClass(stated: string | undefined): ChangeClass | null {
  if (stated === undefined) return null;
  const found = changeClasses.find((each) => each === stated);
  if (!found) throw new UsageError(`--change ${stated}: choose ${changeClasses.join(', ')}`);
  return found;
}

/**
 * The labels that a job knows: on GitHub those of the event's pull request (docs.github.com "pull_request"), on GitLab
 * CI_MERGE_REQUEST_LABELS (docs.gitlab.com "Predefined CI/CD variables"). A push has none.
 */
function labelsOfJob(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  if (environment['GITLAB_CI'] === 'true') return split(environment['CI_MERGE_REQUEST_LABELS'] ?? '');
  const file = environment['GITHUB_ACTIONS'] === 'true' ? environment['GITHUB_EVENT_PATH'] : undefined;
  if (file === undefined) return [];
  try {
    const event = JSON.parse(readFileSync(file, 'utf8')) as { readonly pull_request?: { readonly labels?: readonly { readonly name?: unknown }[] } } | null;
    const labels = event?.pull_request?.labels;
    return Array.isArray(labels) ? labels.flatMap(({ name }: { readonly name?: unknown }) => (typeof name === 'string' ? [name] : [])) : [];
  } catch {
    return []; // what cannot be read says nothing, and what nothing says is a feature
  }
}

function split(labels: string): readonly string[] {
  return labels
    .split(',')
    .map((label) => label.trim())
    .filter((label) => label !== '');
}

/** From the root of the repository, between where REF and HEAD parted and HEAD. */
function changedSince(directory: string, revision: string): readonly string[] {
  const commit = commitOf(directory, revision);
  try {
    return git(directory, ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', `${commit}...HEAD`, '--'])
      .toString('utf8')
      .split('\0')
      .filter((path) => path !== '');
  } catch (error) {
    if (error instanceof GitError) throw new UsageError(`--since ${revision}: git says: ${error.message.split('\n', 1)[0] ?? ''}; a shallow clone may lack the commit where both parted`);
    throw error;
  }
}

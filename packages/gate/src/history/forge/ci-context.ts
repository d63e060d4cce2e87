/** What a CI job says about itself. Tokens are not in it: they go to the one call that needs them. */
export interface CiContext {
  readonly forge: 'github' | 'gitlab' | 'none';
  readonly apiUrl: string | null;
  readonly repository: string | null; // "owner/name" on GitHub, the project's number on GitLab
  readonly branch: string | null; // of head
  readonly pullRequest: number | null;
  readonly baseRef: string | null; // the branch to be merged into
  readonly baseSha: string | null;
  /** From a fork: the job has no token that may write, so that no comment can be written. null: the job does not say. */
  readonly fromFork: boolean | null;
  readonly hasToken: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the variables that GitHub and GitLab set (docs.github.com "Variables reference", docs.gitlab.com "Predefined CI/CD variables").
 * `event` is the parsed file at GITHUB_EVENT_PATH, undefined when there is none; only it says whether a pull request is from a fork.
 */
export function ciContext(environment: Environment, event?: unknown): CiContext {
  if (environment['GITHUB_ACTIONS'] === 'true') return gitHub(environment, event);
  if (environment['GITLAB_CI'] === 'true') return gitLab(environment);
  return { forge: 'none', apiUrl: null, repository: null, branch: null, pullRequest: null, baseRef: null, baseSha: null, fromFork: null, hasToken: false };
}

function gitHub(environment: Environment, event: unknown): CiContext {
  const pull = field(event, 'pull_request');
  const number = field(pull, 'number');
  const refNumber = /^refs\/pull\/(\d+)\//.exec(environment['GITHUB_REF'] ?? '')?.[1];
  const repository = stringOr(environment['GITHUB_REPOSITORY']);
  const head = field(pull, 'head');
  const headRepository = field(field(head, 'repo'), 'full_name');
  const isPull = pull !== undefined || refNumber !== undefined;
  return {
    forge: 'github',
    apiUrl: stringOr(environment['GITHUB_API_URL']) ?? 'https://api.github.com',
    repository,
    branch: isPull ? stringOr(environment['GITHUB_HEAD_REF'] ?? field(head, 'ref')) : stringOr(environment['GITHUB_REF_NAME']),
    pullRequest: typeof number === 'number' ? number : numberOr(refNumber),
    baseRef: stringOr(environment['GITHUB_BASE_REF']) ?? stringOr(field(field(pull, 'base'), 'ref')),
    baseSha: stringOr(field(field(pull, 'base'), 'sha')),
    // A fork that was deleted meanwhile has no repository any more: it was one all the same.
    fromFork: pull === undefined ? (isPull ? null : false) : headRepository !== repository,
    hasToken: some(environment['PLIMSOLL_TOKEN'] ?? environment['GITHUB_TOKEN']),
  };
}

function gitLab(environment: Environment): CiContext {
  const [source, target] = [environment['CI_MERGE_REQUEST_SOURCE_PROJECT_ID'], environment['CI_MERGE_REQUEST_PROJECT_ID']];
  const pullRequest = numberOr(environment['CI_MERGE_REQUEST_IID']);
  return {
    forge: 'gitlab',
    apiUrl: stringOr(environment['CI_API_V4_URL']),
    repository: stringOr(target) ?? stringOr(environment['CI_PROJECT_ID']),
    branch: stringOr(environment['CI_MERGE_REQUEST_SOURCE_BRANCH_NAME']) ?? stringOr(environment['CI_COMMIT_BRANCH']),
    pullRequest,
    baseRef: stringOr(environment['CI_MERGE_REQUEST_TARGET_BRANCH_NAME']),
    baseSha: stringOr(environment['CI_MERGE_REQUEST_DIFF_BASE_SHA']),
    fromFork: pullRequest === null ? false : some(source) && some(target) ? source !== target : null,
    hasToken: some(environment['PLIMSOLL_TOKEN'] ?? environment['GITLAB_TOKEN']), // CI_JOB_TOKEN may not write notes
  };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function stringOr(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function numberOr(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}

function some(text: string | undefined): boolean {
  return text !== undefined && text !== '';
}

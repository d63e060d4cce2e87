import { env } from 'node:process';
import { afterAll, beforeAll, vi } from 'vitest';

const told = [
  'GITHUB_ACTIONS',
  'GITHUB_EVENT_PATH',
  'GITHUB_ACTOR',
  'GITHUB_SHA',
  'GITLAB_CI',
  'CI_MERGE_REQUEST_LABELS',
  'CI_ENVIRONMENT_NAME',
  'CI_COMMIT_SHA',
  'GITLAB_USER_LOGIN',
  'PLIMSOLL_TOKEN',
  'GITLAB_TOKEN',
];

/** What the job that runs the tests says of itself must not be taken for what a test says. */
export function outsideOfCi(): void {
  beforeAll(() => {
    for (const name of told) if (env[name] !== undefined) vi.stubEnv(name, '');
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });
}

import { expect, test } from 'vitest';
import { ciContext } from '../index.ts';

const gitHub = { GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'ada/shop', GITHUB_API_URL: 'https://api.github.com', GITHUB_TOKEN: 'secret' };

function pullOf(repository: string | null): unknown {
  return { pull_request: { number: 12, head: { ref: 'feature', repo: repository === null ? null : { full_name: repository } }, base: { ref: 'main', sha: 'abc' } } };
}

test('a pull request on GitHub', () => {
  const environment = { ...gitHub, GITHUB_REF: 'refs/pull/12/merge', GITHUB_BASE_REF: 'main', GITHUB_HEAD_REF: 'feature' };
  const context = ciContext(environment, pullOf('ada/shop'));
  expect(context).toEqual({
    forge: 'github',
    apiUrl: 'https://api.github.com',
    repository: 'ada/shop',
    branch: 'feature',
    pullRequest: 12,
    baseRef: 'main',
    baseSha: 'abc',
    fromFork: false,
    hasToken: true,
  });
  expect(JSON.stringify(context)).not.toContain('secret');
  expect(ciContext(environment, pullOf('mallory/shop')).fromFork).toBe(true);
  expect(ciContext(environment, pullOf(null)).fromFork).toBe(true);
  expect(ciContext(environment)).toMatchObject({ pullRequest: 12, fromFork: null, baseSha: null });
});

test('a push on GitHub', () => {
  expect(ciContext({ ...gitHub, GITHUB_TOKEN: '', GITHUB_REF: 'refs/heads/main', GITHUB_REF_NAME: 'main' }, { ref: 'refs/heads/main' })).toMatchObject({
    branch: 'main',
    pullRequest: null,
    fromFork: false,
    hasToken: false,
  });
});

test('a merge request on GitLab', () => {
  const environment = {
    GITLAB_CI: 'true',
    CI_API_V4_URL: 'https://gitlab.example/api/v4',
    CI_PROJECT_ID: '7',
    CI_MERGE_REQUEST_IID: '3',
    CI_MERGE_REQUEST_PROJECT_ID: '7',
    CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '7',
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'feature',
    CI_MERGE_REQUEST_DIFF_BASE_SHA: 'abc',
    CI_JOB_TOKEN: 'not for notes',
  };
  expect(ciContext(environment)).toEqual({
    forge: 'gitlab',
    apiUrl: 'https://gitlab.example/api/v4',
    repository: '7',
    branch: 'feature',
    pullRequest: 3,
    baseRef: 'main',
    baseSha: 'abc',
    fromFork: false,
    hasToken: false,
  });
  // The pipeline of a fork runs in the fork's project; the notes stand in the target's.
  expect(ciContext({ ...environment, CI_PROJECT_ID: '99', CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '99', GITLAB_TOKEN: 'x' })).toMatchObject({ repository: '7', fromFork: true, hasToken: true });
});

test('a branch on GitLab, and no CI at all', () => {
  expect(ciContext({ GITLAB_CI: 'true', CI_PROJECT_ID: '7', CI_COMMIT_BRANCH: 'main' })).toMatchObject({ branch: 'main', pullRequest: null, fromFork: false });
  expect(ciContext({ CI: 'true' }, pullOf('ada/shop'))).toMatchObject({ forge: 'none', pullRequest: null, fromFork: null });
});

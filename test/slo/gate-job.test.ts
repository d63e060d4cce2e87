import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { plimsoll, repository } from '../cli/session.ts';
import { outsideOfCi } from './gate-ci.ts';
import { failed, lost, objective, recording, slo } from './gate-recording.ts';

outsideOfCi();
let home = repository({});
beforeAll(() => {
  home = repository({
    'slo.yml': `${slo}policy: { on_no_data: { staging: go, production: frozen } }\n`,
    'exhausted.json': recording([objective('availability', 0.999, failed(900, 10))]),
    'lost.json': recording([lost('availability', 'gone')]),
    'event.json': JSON.stringify({ pull_request: { number: 7, labels: [{ name: 'security' }, { name: 3 }, {}] } }),
    'push.json': '{"ref":"refs/heads/main"}',
  });
});
afterAll(() => home.remove());
afterEach(() => {
  for (const name of ['GITHUB_ACTIONS', 'GITHUB_EVENT_PATH', 'GITLAB_CI', 'CI_MERGE_REQUEST_LABELS', 'CI_ENVIRONMENT_NAME', 'GITHUB_ACTOR', 'GITHUB_SHA']) vi.stubEnv(name, '');
});

const gate = async (...args: readonly string[]) => plimsoll(['slo', 'gate', 'slo.yml', ...args], home.folder);
const inJob = (variables: Readonly<Record<string, string>>): void => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
};

describe('what a job says of itself', () => {
  it('labels of a pull request on GitHub', async () => {
    inJob({ GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: join(home.folder, 'event.json') });
    const { code, out } = await gate('--replay', 'exhausted.json');
    expect([code, out]).toEqual([0, expect.stringContaining('the label security says security')]);
    expect((await gate('--replay', 'exhausted.json', '--labels', 'feature')).code).toBe(1); // what the command says goes before
  });
  it.each(['push.json', 'nowhere.json', 'slo.yml'])('an event without labels (%s) is a feature', async (file) => {
    inJob({ GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: join(home.folder, file) });
    expect((await gate('--replay', 'exhausted.json')).code).toBe(1);
  });
  it('labels of a merge request on GitLab, and the environment of the job', async () => {
    inJob({ GITLAB_CI: 'true', CI_MERGE_REQUEST_LABELS: 'team::quay,rollback', CI_ENVIRONMENT_NAME: 'staging' });
    expect((await gate('--replay', 'exhausted.json')).code).toBe(0);
    expect([(await gate('--replay', 'lost.json', '--labels', 'feature')).code, (await gate('--replay', 'lost.json', '--labels', 'feature', '--env', 'production')).code]).toEqual([0, 1]);
  });
  it('who, and which commit', async () => {
    inJob({ GITHUB_ACTOR: 'pilot', GITHUB_SHA: 'a'.repeat(40) });
    await gate('--replay', 'exhausted.json', '--log', 'log.jsonl');
    expect(JSON.parse(readFileSync(join(home.folder, 'log.jsonl'), 'utf8'))).toMatchObject({ by: 'pilot', commit: 'a'.repeat(40) });
  });
});

describe('the comment', () => {
  it('is not written outside of a job, which is said and changes nothing', async () =>
    expect(await gate('--replay', 'exhausted.json', '--comment')).toMatchObject({ code: 1, err: 'plimsoll: no comment was written: this is no job of GitHub or GitLab\n' }));
  it('is kept on the merge request, beside that of the load gate', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        asked.push(`${request.method} ${request.url?.split('?', 1)[0]} ${body.slice(0, 60)}`);
        response.writeHead(200, { 'content-type': 'application/json' }).end(request.method === 'GET' ? '[]' : '{"id":1}');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    inJob({
      GITLAB_CI: 'true',
      CI_API_V4_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v4`,
      CI_PROJECT_ID: '5',
      CI_MERGE_REQUEST_PROJECT_ID: '5',
      CI_MERGE_REQUEST_IID: '9',
      PLIMSOLL_TOKEN: 'secret',
    });
    const session = await gate('--replay', 'exhausted.json', '--comment');
    server.closeAllConnections();
    server.close();
    expect([session.code, session.err, session.out.includes('secret')]).toEqual([1, '', false]);
    expect(asked.at(-1)).toContain('POST /api/v4/projects/5/merge_requests/9/notes {"body":"<!-- plimsoll:slo-gate -->');
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CommentApi, upsertComment } from '../index.ts';
import { type ForgeServer, forgeServer } from '../testing/forge-server.ts';

const marker = '<!-- plimsoll:gate -->';
const token = 'tok-3n';
let server: ForgeServer;
let waits: number[];

beforeEach(async () => {
  server = await forgeServer();
  waits = [];
});
afterEach(async () => server.close());

function api(forge: 'github' | 'gitlab', changes: Partial<CommentApi> = {}): CommentApi {
  return {
    forge,
    apiUrl: server.url,
    repository: forge === 'github' ? 'ada/shop' : '7',
    token,
    request: fetch,
    wait: async (milliseconds) => void waits.push(milliseconds),
    ...changes,
  };
}

const comment = { marker, body: 'pass', pr: 12 };

describe.each(['github', 'gitlab'] as const)('on %s', (forge) => {
  test('one comment is made, then changed, then left', async () => {
    expect(await upsertComment(api(forge), comment)).toEqual({ outcome: 'created' });
    expect(await upsertComment(api(forge), { ...comment, body: 'fail' })).toEqual({ outcome: 'updated' });
    expect(await upsertComment(api(forge), { ...comment, body: 'fail' })).toEqual({ outcome: 'unchanged' });
    expect(server.comments).toEqual([{ id: 1, body: `${marker}\nfail` }]);
    expect(server.requests.map(({ method }) => method).join(' ')).toBe(`GET POST GET ${forge === 'github' ? 'PATCH' : 'PUT'} GET`);
    expect(server.requests.every(({ headers }) => (forge === 'github' ? headers.authorization === `Bearer ${token}` : headers['private-token'] === token))).toBe(true);
  });

  test('it is found behind a full page, and somebody who quotes it keeps theirs', async () => {
    for (let id = 1; id <= 130; id++) server.comments.push({ id, body: id === 120 ? `${marker}\nold` : `> ${marker}` });
    expect(await upsertComment(api(forge), comment)).toEqual({ outcome: 'updated' });
    expect(server.comments.filter(({ body }) => body === `${marker}\npass`).map(({ id }) => id)).toEqual([120]);
    expect(server.comments).toHaveLength(130);
  });

  test('none is found after exactly one full page', async () => {
    for (let id = 1; id <= 100; id++) server.comments.push({ id, body: 'hello' });
    expect(await upsertComment(api(forge), comment)).toEqual({ outcome: 'created' });
    expect(server.comments).toHaveLength(101);
  });

  test.each([401, 403])('a token that may not write (%i) is no failure, and nothing is tried again', async (status) => {
    server.faults.push({ on: 'POST', status });
    expect(await upsertComment(api(forge), comment)).toEqual({
      outcome: 'not-allowed',
      says: `writing the comment: the forge answered ${status}: the token may not write comments here, as on pull requests from forks`,
    });
    expect(server.requests).toHaveLength(2);
  });

  test('a server that stumbles is asked again, each time later', async () => {
    server.faults.push({ on: 'GET', status: 502 }, { on: 'GET', status: 503, headers: { 'retry-after': '7' } });
    expect(await upsertComment(api(forge), comment)).toEqual({ outcome: 'created' });
    expect(waits).toEqual([1000, 7000]);
  });

  test('a write that was answered with 502 and happened is not done twice', async () => {
    server.faults.push({ on: 'POST', status: 502, done: true });
    expect(await upsertComment(api(forge), comment)).toEqual({ outcome: 'unchanged' });
    expect(server.comments).toHaveLength(1);
  });

  test('the attempts are bounded', async () => {
    for (let index = 0; index < 9; index++) server.faults.push({ on: 'GET', status: 500 });
    expect(await upsertComment(api(forge), comment)).toEqual({ outcome: 'failed', says: 'reading the comments: the forge answered 500 (4 attempts)' });
    expect(server.requests).toHaveLength(4);
    expect(waits).toHaveLength(3);
  });

  test('a long report is cut to what the forge takes', async () => {
    await upsertComment(api(forge), { ...comment, body: 'x'.repeat(2_000_000) });
    expect(server.comments[0]?.body.length).toBe(forge === 'github' ? 65_536 : 1_000_000);
    expect(server.comments[0]?.body).toMatch(/cut here: the whole report is in the artifact of the job\.$/);
  });
});

test('a rate limit is waited for, up to half a minute', async () => {
  server.faults.push({ on: 'GET', status: 403, headers: { 'x-ratelimit-remaining': '0', 'retry-after': '3600' } }, { on: 'GET', status: 429 });
  expect(await upsertComment(api('github'), comment)).toEqual({ outcome: 'created' });
  expect(waits).toEqual([30_000, 2000]);
});

test('a wrong address is said, and not tried again', async () => {
  expect(await upsertComment(api('github', { repository: 'ada/none' }), comment)).toEqual({ outcome: 'failed', says: 'reading the comments: the forge answered 404' });
  expect(waits).toEqual([]);
});

test('messages hold neither the token nor what the server said of it', async () => {
  const failing = api('github', {
    request: async () => {
      throw new TypeError('fetch failed', { cause: new Error(`connect ECONNREFUSED, authorization: Bearer ${token}`) });
    },
  });
  const outcome = await upsertComment(failing, comment);
  expect(outcome).toEqual({ outcome: 'failed', says: 'fetch failed: connect ECONNREFUSED, authorization: Bearer *** (4 attempts)' });
  server.faults.push({ on: 'GET', status: 400 });
  expect(JSON.stringify(await upsertComment(api('github'), comment))).not.toContain(token);
});

test('an answer that is no list adds no comment', async () => {
  const request: CommentApi['request'] = async () => new Response('{"message": "moved"}', { status: 200 });
  expect(await upsertComment(api('github', { request }), comment)).toMatchObject({ outcome: 'failed', says: 'the forge answered with something else than a list of comments' });
});

import type { CommentApi, CommentText, ForgeResponse } from './comment-api.ts';
import { routesOf } from './comment-api.ts';

export type CommentOutcome =
  | { readonly outcome: 'created' | 'updated' | 'unchanged' }
  /** The token may not write, as on a pull request from a fork: hand the comment on as an artifact. */
  | { readonly outcome: 'not-allowed'; readonly says: string }
  | { readonly outcome: 'failed'; readonly says: string };

const attemptsMax = 4;
const pagesMax = 50;
const perPage = 100;

/**
 * Keeps one comment on the pull request: the one whose text begins with the marker, made when there is none. Never rejects: a comment
 * that could not be written must not change what the gate found. Messages hold neither the token nor the comment.
 */
export async function upsertComment(api: CommentApi, comment: CommentText): Promise<CommentOutcome> {
  for (let attempt = 1; ; attempt++) {
    const result = await attemptOnce(api, comment).catch((error: unknown): Attempt => ({ retry: true, afterMs: null, says: messageOf(error) }));
    if ('outcome' in result) return result;
    const says = safe(api, result.says);
    if (!result.retry || attempt === attemptsMax) return { outcome: 'failed', says: attempt === 1 ? says : `${says} (${attempt} attempts)` };
    await api.wait(Math.min(30_000, result.afterMs ?? 500 * 2 ** attempt));
  }
}

type Attempt = CommentOutcome | { readonly retry: boolean; readonly afterMs: number | null; readonly says: string };

/** Searches anew each time: a write that was answered with 502 may have happened. */
async function attemptOnce(api: CommentApi, { marker, body, pr }: CommentText): Promise<Attempt> {
  const { list, change, changeMethod, headers, bodyMax } = routesOf(api, pr);
  const text = cut(`${marker}\n${body}`, bodyMax);
  let existing: Found | null = null;
  for (let page = 1; existing === null; page++) {
    if (page > pagesMax) return { retry: false, afterMs: null, says: `no comment of ours among the first ${pagesMax * perPage}: none was added, as it would be one more each time` };
    const response = await api.request(`${list}?per_page=${perPage}&page=${page}`, { method: 'GET', headers });
    if (response.status !== 200) return refusal(api, response, 'reading the comments');
    const comments: unknown = JSON.parse(await response.text());
    if (!Array.isArray(comments)) return { retry: false, afterMs: null, says: 'the forge answered with something else than a list of comments' };
    existing = foundIn(comments, marker);
    if (comments.length < perPage) break;
  }
  if (existing?.body === text) return { outcome: 'unchanged' };
  const [url, method] = existing ? [change(existing.id), changeMethod] : [list, 'POST'];
  const response = await api.request(url, { method, headers, body: JSON.stringify({ body: text }) });
  if (response.status !== 200 && response.status !== 201) return refusal(api, response, 'writing the comment');
  return { outcome: existing ? 'updated' : 'created' };
}

interface Found {
  readonly id: number;
  readonly body: string;
}

/** Only at the beginning: somebody who quotes our comment keeps theirs. */
function foundIn(comments: readonly unknown[], marker: string): Found | null {
  for (const each of comments) {
    if (typeof each !== 'object' || each === null || !('id' in each) || !('body' in each)) continue;
    if (typeof each.id === 'number' && typeof each.body === 'string' && each.body.startsWith(marker)) return { id: each.id, body: each.body };
  }
  return null;
}

async function refusal(api: CommentApi, response: ForgeResponse, what: string): Promise<Attempt> {
  const { status } = response;
  const says = `${what}: the forge answered ${status}`;
  const limited = status === 429 || (status === 403 && (response.headers.get('x-ratelimit-remaining') === '0' || response.headers.get('retry-after') !== null));
  if (limited || status >= 500) {
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    return { retry: true, afterMs: seconds >= 0 ? seconds * 1000 : null, says };
  }
  if (status === 401 || status === 403 || (status === 404 && what.startsWith('writing'))) {
    return { outcome: 'not-allowed', says: safe(api, `${says}: the token may not write comments here, as on pull requests from forks`) };
  }
  return { retry: false, afterMs: null, says };
}

function cut(text: string, max: number): string {
  const note = '\n\n…cut here: the whole report is in the artifact of the job.';
  return text.length <= max ? text : `${text.slice(0, max - note.length)}${note}`;
}

function safe(api: CommentApi, text: string): string {
  return api.token === '' ? text : text.replaceAll(api.token, '***');
}

/** Of causes, too: fetch says "fetch failed" and keeps ECONNREFUSED in the cause. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

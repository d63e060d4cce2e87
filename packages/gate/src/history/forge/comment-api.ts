/** The part of `fetch` that is needed. The caller gives it its time limit, as with AbortSignal.timeout. */
export type ForgeRequest = (url: string, options: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body?: string }) => Promise<ForgeResponse>;

export interface ForgeResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

export interface CommentApi {
  readonly forge: 'github' | 'gitlab';
  readonly apiUrl: string; // without a final slash
  readonly repository: string; // as CiContext has it
  readonly token: string;
  readonly request: ForgeRequest;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export interface CommentText {
  readonly marker: string; // "<!-- plimsoll:gate -->"
  readonly body: string; // Markdown
  readonly pr: number;
}

interface Routes {
  readonly list: string;
  readonly change: (id: number) => string;
  readonly changeMethod: 'PATCH' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyMax: number; // characters
}

export function routesOf({ forge, apiUrl, repository, token }: CommentApi, pr: number): Routes {
  const shared = { 'content-type': 'application/json', 'user-agent': 'plimsoll' };
  if (forge === 'github') {
    const issues = `${apiUrl}/repos/${repository.split('/').map(encodeURIComponent).join('/')}/issues`;
    return {
      list: `${issues}/${pr}/comments`,
      change: (id) => `${issues}/comments/${id}`,
      changeMethod: 'PATCH',
      headers: { ...shared, accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28', authorization: `Bearer ${token}` },
      bodyMax: 65_536,
    };
  }
  const notes = `${apiUrl}/projects/${encodeURIComponent(repository)}/merge_requests/${pr}/notes`;
  return { list: notes, change: (id) => `${notes}/${id}`, changeMethod: 'PUT', headers: { ...shared, accept: 'application/json', 'private-token': token }, bodyMax: 1_000_000 };
}

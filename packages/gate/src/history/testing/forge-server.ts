import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

export interface StoredComment {
  readonly id: number;
  body: string;
}

export interface ForgeServer {
  readonly url: string;
  readonly comments: StoredComment[];
  readonly requests: { readonly method: string; readonly path: string; readonly headers: IncomingMessage['headers'] }[];
  /** Answers instead of the server, each once. `done`: the write happens although the answer says otherwise. */
  readonly faults: { readonly on: string; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly done?: boolean }[];
  close(): Promise<void>;
}

/** Answers for GitHub and GitLab alike, with the routes and the paging of comments as their references describe them. */
export async function forgeServer(): Promise<ForgeServer> {
  const comments: StoredComment[] = [];
  const requests: ForgeServer['requests'] = [];
  const faults: ForgeServer['faults'] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const { method = '', url = '', headers } = request;
      const { pathname, searchParams } = new URL(url, 'http://localhost');
      requests.push({ method, path: url, headers });
      let text = '';
      for await (const chunk of request) text += String(chunk);
      const answer = (status: number, value: unknown, more: Readonly<Record<string, string>> = {}): void => {
        response.writeHead(status, { 'content-type': 'application/json', ...more }).end(JSON.stringify(value));
      };
      const index = faults.findIndex((each) => each.on === method);
      const [fault] = index === -1 ? [] : faults.splice(index, 1);
      if (fault && fault.done !== true) return answer(fault.status, { message: `refused for ${String(headers.authorization ?? headers['private-token'])}` }, fault.headers);
      const id = Number(/\/(?:issues\/comments|notes)\/(\d+)$/.exec(pathname)?.[1]);
      const { body = '' } = text === '' ? {} : (JSON.parse(text) as { readonly body?: string });
      const isList = /^\/repos\/ada\/shop\/issues\/12\/comments$|^\/projects\/7\/merge_requests\/12\/notes$/.test(pathname);
      if (method === 'GET' && isList) {
        const [perPage, page] = [Number(searchParams.get('per_page')), Number(searchParams.get('page'))];
        return answer(200, comments.slice((page - 1) * perPage, page * perPage));
      }
      if (method === 'POST' && isList) comments.push({ id: comments.length + 1, body });
      else {
        const comment = comments.find((each) => each.id === id);
        if (!comment || (method !== 'PATCH' && method !== 'PUT')) return answer(404, { message: 'Not Found' });
        comment.body = body;
      }
      return fault ? answer(fault.status, { message: 'Bad Gateway' }) : answer(method === 'POST' ? 201 : 200, { id });
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    comments,
    requests,
    faults,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

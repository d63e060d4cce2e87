import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface Diagnostic {
  readonly message: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

export interface Editor {
  /** What the server says is wrong with a document. */
  readonly diagnose: (text: string) => Promise<readonly Diagnostic[]>;
  /** What it offers at the place marked by `|`. */
  readonly complete: (text: string) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

const server = fileURLToPath(new URL('../../node_modules/yaml-language-server/bin/yaml-language-server', import.meta.url));
const answerWithinMs = 20_000;

/** The YAML language server as an editor starts it, over its standard input and output, with one schema for every file. */
export async function startEditor(schema: URL): Promise<Editor> {
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const waiting = new Map<number | string, (result: unknown) => void>();
  const diagnosed = new Map<string, (found: readonly Diagnostic[]) => void>();
  let next = 1;
  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const settings: Readonly<Record<string, unknown>> = { yaml: { schemas: { [schema.href]: ['*.yml'] }, validate: true, completion: true, schemaStore: { enable: false } } };
  messagesOf(child.stdout, (message) => {
    if (message.method === 'workspace/configuration') {
      const { items } = message.params as { items: readonly { section?: string }[] };
      send({ id: message.id, result: items.map(({ section }) => (section === undefined ? settings : (settings[section] ?? {}))) });
    } else if (message.method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = message.params as { uri: string; diagnostics: readonly Diagnostic[] };
      diagnosed.get(uri)?.(diagnostics);
    } else if (message.method !== undefined && message.id !== undefined) send({ id: message.id, result: null });
    else if (message.id !== undefined) waiting.get(message.id)?.(message.result);
  });
  const within = async <T>(what: string, promise: Promise<T>): Promise<T> => {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`the language server gave no ${what} within ${answerWithinMs} ms`)), answerWithinMs);
    try {
      return await Promise.race([promise, late]);
    } finally {
      clearTimeout(timer);
    }
  };
  const ask = async (method: string, params: object): Promise<unknown> => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    waiting.set(next, resolve);
    send({ id: next++, method, params });
    return within(`answer to ${method}`, promise);
  };
  await ask('initialize', { processId: null, rootUri: null, capabilities: { workspace: { configuration: true }, textDocument: { completion: { completionItem: {} } } } });
  send({ method: 'initialized', params: {} });
  send({ method: 'workspace/didChangeConfiguration', params: { settings } });

  let documents = 0;
  const open = (text: string): { readonly uri: string; readonly found: Promise<readonly Diagnostic[]> } => {
    const uri = `file:///quay/${documents++}.yml`;
    const { promise, resolve } = Promise.withResolvers<readonly Diagnostic[]>();
    diagnosed.set(uri, resolve);
    send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'yaml', version: 1, text } } });
    return { uri, found: promise };
  };
  const complete = async (text: string): Promise<readonly string[]> => {
    const before = text.slice(0, text.indexOf('|')).split('\n');
    const { uri } = open(text.replace('|', ''));
    const result = await ask('textDocument/completion', { textDocument: { uri }, position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 } });
    const items = (Array.isArray(result) ? result : ((result as { items?: unknown } | null)?.items ?? [])) as readonly { label: string }[];
    return items.map(({ label }) => label);
  };
  // The server asks for its settings by and by; until it has them it knows no schema.
  for (let tries = 0; tries < 100 && (await complete('|\n')).length === 0; tries++) await pause(50);
  return {
    diagnose: async (text) => within('diagnostics', open(text).found),
    complete,
    close: async () => {
      await ask('shutdown', {});
      send({ method: 'exit', params: {} });
      child.kill();
    },
  };
}

function messagesOf(stream: NodeJS.ReadableStream, heard: (message: Message) => void): void {
  let rest = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const end = rest.indexOf('\r\n\r\n');
      const length = end === -1 ? NaN : Number(/Content-Length: (\d+)/i.exec(rest.toString('latin1', 0, end))?.[1]);
      if (Number.isNaN(length) || rest.length < end + 4 + length) return;
      heard(JSON.parse(rest.toString('utf8', end + 4, end + 4 + length)) as Message);
      rest = rest.subarray(end + 4 + length);
    }
  });
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../packages/cli/src/main.ts';
import type { Terminal } from '../../packages/cli/src/terminal/terminal.ts';

export interface Session {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a user sees who types `plimsoll …` in a folder, without a process of its own. */
export async function plimsoll(args: readonly string[], cwd: string, terminal: Partial<Pick<Terminal, 'columns' | 'colour' | 'interactive' | 'now'>> = {}): Promise<Session> {
  let out = '';
  let err = '';
  const code = await main(args, {
    columns: 100,
    colour: false,
    interactive: false,
    now: () => new Date('2026-11-23T12:00:00Z'),
    ...terminal,
    cwd,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

/** A repository on disk for the length of one test file. */
export function repository(files: Readonly<Record<string, string>>): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-cli-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const manifest = { 'package.json': '{ "name": "harbour", "scripts": { "start": "node src/server.js" }, "dependencies": { "express": "5.1.0", "pg": "8.11.0" } }\n' };

const server = (pool: string): Readonly<Record<string, string>> => ({
  ...manifest,
  'src/server.js': `import express from 'express';
import { Pool } from 'pg';
const limits = { connectionTimeoutMillis: 500, statement_timeout: 500, maxLifetimeSeconds: 600 };
const pool = ${pool};
const app = express();
app.get('/crates', async (request, response) => response.json(await pool.query('select 1')));
app.listen(3000);
`,
});

/** The pool stands in the handler: each request opens its own. */
const opensForEachRequest: Readonly<Record<string, string>> = {
  ...manifest,
  'src/server.js': `import express from 'express'; import { Pool } from 'pg';
const app = express();
app.get('/crates', async (request, response) => {
const pool = new Pool(limits);
  response.json(await pool.query('select 1'));
});
app.listen(3000);
const limits = { max: 5, connectionTimeoutMillis: 500, statement_timeout: 500, maxLifetimeSeconds: 600 };
`,
};

/** One repository for each worst thing a check may find. */
export const found: Readonly<Record<'nothing' | 'kept' | 'error' | 'warning' | 'undecided', Readonly<Record<string, string>>>> = {
  nothing: { 'notes.txt': 'nothing about a system\n' },
  kept: server('new Pool({ max: 5, ...limits })'),
  error: opensForEachRequest,
  warning: {
    'src/server.ts':
      "import express from 'express';\nimport https from 'node:https';\nimport axios from 'axios';\n\nconst app = express();\napp.get('/rates', async (request, response) => {\n  const agent = new https.Agent({ keepAlive: true });\n  const rates = await axios.get('https://rates.example/v1', { httpsAgent: agent, timeout: 500 });\n  response.json(rates.data);\n});\napp.listen(3000);\n",
  },
  undecided: {
    'src/server.js':
      "import express from 'express';\nimport { Pool } from 'pg';\nimport { options } from '@harbour/settings';\n\nconst pool = new Pool(options);\nconst app = express();\napp.get('/crates', async (request, response) => response.json(await pool.query('select 1')));\napp.listen(3000);\n",
  },
};

import { describe, expect, it } from 'vitest';
import type { Dockerfile } from '../../facts/deployment.ts';
import { valueOf } from '../../model/known.ts';
import { dockerfileReader } from './index.ts';

const files = { paths: [], has: () => false, text: () => undefined };

function read(text: string, path = 'services/api/Dockerfile'): Dockerfile {
  const { facts, unread } = dockerfileReader.read({ path, text }, files);
  expect(unread).toEqual([]);
  return facts[0] as Dockerfile;
}

describe('claims', () => {
  const claims = (path: string): boolean => dockerfileReader.claims(path, () => new Uint8Array());
  it.each(['Dockerfile', 'a/Dockerfile.prod', 'a/api.Dockerfile', 'Containerfile', 'a/api.dockerfile', 'dockerfile'])('%s', (path) => expect(claims(path)).toBe(true));
  it.each(['Dockerfile.md', 'a/Dockerfile.dockerignore', 'Dockerfiles/x', 'dockerfile.test.ts', 'my-dockerfile-notes'])('not %s', (path) => expect(claims(path)).toBe(false));
});

describe('what is started', () => {
  it('reads exec and shell form', () => {
    const file = read('FROM node:24\nWORKDIR /app\nENTRYPOINT ["node", "--enable-source-maps"]\nCMD ["server.js"]\n');
    expect(file).toMatchObject({
      folder: 'services/api',
      from: ['node:24'],
      entrypoint: ['node', '--enable-source-maps'],
      command: ['server.js'],
      commandSource: { line: 4, column: 1, endColumn: 18 },
      workdir: '/app',
    });
    expect(read('FROM a\nCMD exec gunicorn -w ${WORKERS:-4} "shop:app" && echo done\n').command).toEqual(['exec', 'gunicorn', '-w', '${WORKERS:-4}', 'shop:app', '&&', 'echo', 'done']);
    expect(read("FROM a\nCMD ['single', 'quotes']\n").command).toEqual(['[single,', 'quotes]']);
  });

  it('takes the last stage and what it inherits', () => {
    const file = read('FROM a AS base\nENV POOL=3\nWORKDIR /srv\nCMD ["base"]\nFROM b AS other\nCMD ["other"]\nFROM base\nENV SIZE=$POOL\nWORKDIR api\n');
    expect(file).toMatchObject({ from: ['a', 'b'], command: ['base'], workdir: '/srv/api' });
    expect(file.environment.map((entry) => [entry.name, valueOf(entry.value)])).toEqual([
      ['POOL', '3'],
      ['SIZE', '3'],
    ]);
  });

  it('drops an inherited CMD when the stage has an ENTRYPOINT of its own', () => {
    expect(read('FROM a AS base\nCMD ["old"]\nFROM base\nENTRYPOINT ["new"]\n')).toMatchObject({ entrypoint: ['new'], command: null });
    expect(read('FROM a\nCMD ["kept"]\nENTRYPOINT ["new"]\n').command).toEqual(['kept']);
  });

  it('does not take a health check for the command', () => expect(read('FROM a\nHEALTHCHECK CMD curl localhost\n')).toMatchObject({ command: null, entrypoint: null, commandSource: null }));
});

describe('lines', () => {
  it('joins continuations over comments and blank lines', () => {
    const file = read('FROM a\nENV A=1 \\\n  # why\n\n    B="two words" \\\n    C=x\\ y\nCMD serve \\\n  --fast\n');
    expect(file.environment.map((entry) => [entry.name, valueOf(entry.value)])).toEqual([
      ['A', '1'],
      ['B', 'two words'],
      ['C', 'x y'],
    ]);
    expect(file).toMatchObject({ command: ['serve', '--fast'], commandSource: { line: 7, endLine: 8 } });
  });

  it('skips here-documents', () => {
    const file = read('FROM a\nRUN <<EOF\nCMD not me\nEOF\nCOPY <<-"END" /etc/x\n\tENV NOT=me\n\tEND\nRUN echo $((1<<2))\nCMD ["real"]\n');
    expect(file).toMatchObject({ command: ['real'], environment: [], copies: [] });
  });

  it('follows the escape directive', () => {
    const file = read('# escape=`\nFROM a\nWORKDIR C:\\x\\\nCMD serve `\n  --fast\n');
    expect(file.command).toEqual(['serve', '--fast']);
  });

  it('reads CRLF', () => expect(read('FROM a\r\nEXPOSE 80\r\nCMD ["x"]\r\n')).toMatchObject({ ports: [80], command: ['x'], commandSource: { line: 3, endColumn: 10 } }));
});

describe('variables', () => {
  it('fills in defaults of ARG, before and after FROM', () => {
    const file = read(
      'ARG VERSION=24\nARG NOTHING\nFROM node:${VERSION}-slim AS x\nARG VERSION\nARG PORT=8080\nENV V=$VERSION P=${PORT} N=${NOTHING} D=${OTHER:-fallback} E=\\$x\nEXPOSE $PORT 9000-9001/tcp ${UNKNOWN}\n',
    );
    expect(file.from).toEqual(['node:24-slim']);
    expect(file.environment.map((entry) => valueOf(entry.value))).toEqual(['24', '8080', undefined, 'fallback', '$x']);
    expect(file.environment[0]?.value).toMatchObject({ basis: 'derived', from: [{ says: 'ARG VERSION=24' }] });
    expect(file.ports).toEqual([8080, 9000, 9001]);
  });

  it('names a build argument without a default', () => {
    expect(read('FROM a\nARG POOL\nENV DB_POOL=$POOL\n').environment[0]?.value).toMatchObject({ needs: { cause: 'no-value-given', what: expect.stringContaining('POOL') } });
    expect(read('FROM a\nENV PATH=/x:$PATH\n').environment[0]?.value).toMatchObject({ needs: { cause: 'outside-the-repository' } });
  });

  it('takes values that double each other as unknown', () => {
    const lines = Array.from({ length: 60 }, (_, index) => `ENV V${index + 1}=$V${index}$V${index}`);
    expect(valueOf(read(`FROM a\nENV V0=abcdefgh\n${lines.join('\n')}\n`).environment.at(-1)?.value)).toBeUndefined();
  });
});

describe('copies', () => {
  it('are those from the build context, of all stages', () => {
    const file = read(
      'FROM a AS b\nWORKDIR /src\nCOPY --chown=1:1 ./services/api package.json ./\nCOPY ["has space", "/x/"]\nADD https://shop.example/x.tgz /x\nFROM c\nCOPY --from=b /src/out /app\nCOPY . .\n',
    );
    expect(file.copies).toEqual([
      { from: 'services/api', to: '/src' },
      { from: 'package.json', to: '/src' },
      { from: 'has space', to: '/x' },
      { from: '', to: '/' },
    ]);
  });
});

describe('bad input', () => {
  it('without FROM is no Dockerfile', () => expect(dockerfileReader.read({ path: 'Dockerfile', text: 'hello\0' }, files)).toMatchObject({ facts: [], unread: [{ line: 1 }] }));

  it.each(['FROM a\nCMD [', 'FROM\n', 'FROM a\nCOPY\nENV\nARG =\nENV =x\nEXPOSE 99999999\n', 'FROM a\nRUN <<EOF\nnever closed', 'FROM a \\', '\\\n\\\n\\'])('%j does not throw', (text) =>
    expect(() => dockerfileReader.read({ path: 'Dockerfile', text }, files)).not.toThrow(),
  );

  it('ends in time on many stages and here-documents', () => {
    const text = `${'FROM a AS x\nENV A=1\n'.repeat(20_000)}${'RUN <<A\n'.repeat(100_000)}`;
    expect(dockerfileReader.read({ path: 'Dockerfile', text }, files).unread).toHaveLength(1);
    expect(dockerfileReader.read({ path: 'Dockerfile', text: `FROM a\n${'RUN <<A\n'.repeat(50_000)}` }, files).facts).toHaveLength(1);
  });
});

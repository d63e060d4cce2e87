import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { check } from '@plimsoll/check';
import type { CheckReport } from '@plimsoll/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskFiles } from '../../packages/cli/src/disk/file-index.ts';
import { hangsAfterMs, unreadIn } from './reading.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plimsoll-hostile-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, content: string | Uint8Array): string {
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
  return target;
}

async function judgeFolder(folder: string = root): Promise<CheckReport> {
  const files = diskFiles(folder);
  return check(files, { today: '2026-11-23', version: 'test', stats: { files: files.paths.length, bytes: files.bytes }, unread: files.problems });
}

const manifest = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  replicas: many\n';
const manifestNote = /^k8s\/api\.yaml:6 .*replicas/;

/** What a manifest leaves in the report when it was read: where its `replicas` is no number. */
async function expectRead(report: Promise<CheckReport>): Promise<CheckReport> {
  const done = await report;
  expect(done.internalErrors).toEqual([]);
  expect(unreadIn(done)).toContainEqual(expect.stringMatching(manifestNote));
  return done;
}

describe('bytes', () => {
  it('a byte order mark takes no column', async () => {
    put('k8s/api.yaml', `\u{feff}${manifest}`);
    await expectRead(judgeFolder());
    put('package.json', '\u{feff}{ "name": "shop" }');
    expect(unreadIn(await judgeFolder())).toEqual([expect.stringMatching(manifestNote)]);
  });

  it('a carriage return and a line feed are one line end', async () => {
    put('k8s/api.yaml', manifest.replaceAll('\n', '\r\n'));
    await expectRead(judgeFolder());
  });

  it('UTF-16 with its mark is read', async () => {
    put('k8s/api.yaml', Buffer.from(`\u{feff}${manifest}`, 'utf16le'));
    await expectRead(judgeFolder());
    put('k8s/api.yaml', Buffer.from(`\u{feff}${manifest}`, 'utf16le').swap16());
    await expectRead(judgeFolder());
  });

  it.each([
    ['one NUL', '\0'],
    ['NUL at the start', `\0${manifest}`],
    ['NUL inside', manifest.replace('api', 'a\0i')],
  ])('%s makes a file binary', async (_, content) => {
    put('k8s/api.yaml', manifest);
    put('k8s/zz.yaml', content);
    expect(unreadIn(await expectRead(judgeFolder()))).toContainEqual(expect.stringMatching(/^k8s\/zz\.yaml:- holds NUL bytes .*save it as UTF-8/));
  });

  it('invalid UTF-8 is read as far as it goes, and its line is named', async () => {
    put('k8s/api.yaml', Buffer.concat([Buffer.from(manifest), Buffer.from([0x23, 0xff, 0xfe, 0x0a])]));
    expect(unreadIn(await expectRead(judgeFolder()))).toContainEqual(expect.stringMatching(/^k8s\/api\.yaml:7 is not valid UTF-8 here/));
  });

  it('a U+FFFD that is written so is none', async () => {
    put('k8s/api.yaml', `${manifest}# \u{fffd}\n`);
    expect(unreadIn(await expectRead(judgeFolder()))).toHaveLength(1);
  });

  it('names with control characters are kept as they are', async () => {
    put('k8s/api.yaml', manifest);
    put('k8s/\u{1b}[31m\n.yaml', manifest);
    expect((await expectRead(judgeFolder())).unread.map(({ file }) => file)).toContain('k8s/\u{1b}[31m\n.yaml');
  });
});

describe('size', () => {
  it(
    '200 MB are not opened',
    async () => {
      put('k8s/api.yaml', manifest);
      for (const path of ['k8s/zz.yaml', 'infra/main.tf', 'src/app.ts', 'src/app.py', 'docs/adr/0001-large.md', '.gitignore', '.env', 'data.bin']) truncateSync(put(path, ''), 200 * 1024 * 1024);
      mkdirSync(join(root, '.git'));
      const before = process.memoryUsage().rss;
      const report = await expectRead(judgeFolder());
      expect(process.memoryUsage().rss - before, 'bytes').toBeLessThan(150 * 1024 * 1024);
      const noted = unreadIn(report);
      for (const path of ['k8s/zz.yaml', 'infra/main.tf', 'src/app.ts', 'src/app.py', 'docs/adr/0001-large.md', '.env'])
        expect(noted).toContainEqual(expect.stringMatching(new RegExp(`^${path}:- has 200\\.0 MB`)));
      expect(noted).toContainEqual(expect.stringMatching(/^\.gitignore:- has more than 256 KB/));
      expect(noted.join('\n'), 'nobody asked for it').not.toContain('data.bin');
    },
    hangsAfterMs,
  );

  it('folders below the 64th are named, not entered', async () => {
    put('k8s/api.yaml', manifest);
    put(`${'a/'.repeat(80)}k8s.yaml`, manifest);
    expect(unreadIn(await expectRead(judgeFolder()))).toContainEqual(expect.stringMatching(/^a\/[a/]+:- lies deeper than 64 folders/));
  });

  it(
    'patterns of .gitignore cost little',
    async () => {
      put('k8s/api.yaml', manifest);
      put('.gitignore', `${'*a'.repeat(50)}b\n`.repeat(100));
      put(`${'a'.repeat(200)}.yaml`, manifest);
      mkdirSync(join(root, '.git'));
      await expectRead(judgeFolder());
    },
    hangsAfterMs,
  );
});

describe('links and rights', () => {
  it('loops of links end nothing', async () => {
    put('k8s/api.yaml', manifest);
    symlinkSync(root, join(root, 'k8s/up'));
    symlinkSync('b.yaml', join(root, 'a.yaml'));
    symlinkSync('a.yaml', join(root, 'b.yaml'));
    symlinkSync('self.yaml', join(root, 'self.yaml'));
    symlinkSync('nowhere.yaml', join(root, 'dangling.yaml'));
    const report = await expectRead(judgeFolder());
    expect(report.stats.files).toBe(1);
  });

  it('a link out of the repository is not followed', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'plimsoll-outside-'));
    try {
      writeFileSync(join(outside, 'secret.yaml'), manifest);
      put('k8s/api.yaml', manifest);
      symlinkSync(join(outside, 'secret.yaml'), join(root, 'k8s/zz.yaml'));
      symlinkSync(outside, join(root, 'k8s/folder'));
      expect((await expectRead(judgeFolder())).stats.files).toBe(1);
    } finally {
      rmSync(outside, { recursive: true, force: true });
    }
  });

  it('links and module sources that climb out of the root read nothing there', async () => {
    put('repository/main.tf', 'module "outside" {\n  source = "../outside"\n}\n');
    put('outside/main.tf', 'resource "aws_autoscaling_group" "api" {\n  max_size = \n}\n');
    put('repository/k8s/kustomization.yaml', 'resources: [../../outside, /etc/passwd]\n');
    put('repository/compose.yaml', 'services:\n  api:\n    image: shop\n    env_file: ../../../../../../etc/passwd\n');
    const report = await judgeFolder(join(root, 'repository'));
    expect(report.internalErrors).toEqual([]);
    expect(unreadIn(report).filter((note) => note.startsWith('../') || note.startsWith('outside/'))).toEqual([]);
  });

  // Root may read everything, whatever the rights say.
  it.skipIf(process.getuid?.() === 0)('what may not be read is named', async () => {
    put('k8s/api.yaml', manifest);
    chmodSync(put('k8s/zz.yaml', manifest), 0);
    put('closed/a.yaml', manifest);
    chmodSync(join(root, 'closed'), 0);
    try {
      const noted = unreadIn(await expectRead(judgeFolder()));
      expect(noted).toContainEqual(expect.stringMatching(/^k8s\/zz\.yaml:- cannot be read \(EACCES\)/));
      expect(noted).toContainEqual(expect.stringMatching(/^closed:- this folder cannot be opened \(EACCES\)/));
    } finally {
      chmodSync(join(root, 'closed'), 0o700);
    }
  });

  it('a file that goes away while it is read is named', async () => {
    put('k8s/api.yaml', manifest);
    put('k8s/zz.yaml', manifest);
    const files = diskFiles(root);
    rmSync(join(root, 'k8s/zz.yaml'));
    const report = await check(files, { today: '2026-11-23', version: 'test', stats: { files: 2, bytes: 0 }, unread: files.problems });
    expect(unreadIn(report)).toContainEqual(expect.stringMatching(/^k8s\/zz\.yaml:- cannot be read \(ENOENT\)/));
  });
});

describe('git', () => {
  it.each([
    ['an empty index', Buffer.alloc(0)],
    ['an index that is cut off', Buffer.concat([Buffer.from('DIRC'), Buffer.from([0, 0, 0, 2, 0xff, 0xff, 0xff, 0xff]), Buffer.alloc(100, 1)])],
    ['an index of version 4 that is cut off', Buffer.concat([Buffer.from('DIRC'), Buffer.from([0, 0, 0, 4, 0xff, 0xff, 0xff, 0xff]), Buffer.alloc(100, 1)])],
  ])(
    '%s',
    async (_, index) => {
      put('k8s/api.yaml', manifest);
      put('.git/index', index);
      put('.gitignore', 'zz.yaml\n');
      put('zz.yaml', manifest);
      expect(unreadIn(await expectRead(judgeFolder()))).toHaveLength(1);
    },
    hangsAfterMs,
  );

  it.each(['', 'gitdir: nowhere\n', 'gitdir: \0\n', 'gitdir: .\n'])('a .git file %j', async (content) => {
    put('k8s/api.yaml', manifest);
    put('.git', content);
    await expectRead(judgeFolder());
  });
});

describe('nothing to read', () => {
  it('an empty folder applies to no principle', async () => {
    const report = await judgeFolder();
    expect(report).toMatchObject({ findings: [], unread: [], internalErrors: [], stats: { files: 0, bytes: 0 } });
    expect(new Set(report.principles.map(({ status }) => status))).toEqual(new Set(['not-applicable']));
  });
});

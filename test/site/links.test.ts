import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { linksOf, unresolved } from './links.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-links-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, 'quay'));
writeFileSync(join(folder, 'index.html'), '');
writeFileSync(join(folder, 'crane.svg'), '');
writeFileSync(join(folder, 'quay/index.html'), '');

function problems(home: string): readonly string[] {
  const pages = new Map([
    ['index.html', linksOf(home)],
    ['quay/index.html', linksOf('<h2 id="tide">Tide</h2>')],
  ]);
  return unresolved(pages, folder, '/harbour/');
}

describe('links of the site', () => {
  it('are right where page, file and place are there', () =>
    expect(
      problems(
        '<i id="here"></i><a href="#here">a</a><a href="/harbour/">b</a><a href="/harbour/quay/#tide">c</a><a href="quay/">d</a><img src="/harbour/crane.svg"><a href="https://example.org/x#y">e</a>',
      ),
    ).toEqual([]));

  it.each([
    ['<a href="/harbour/gone/">a</a>', '/harbour/gone/ is not there'],
    ['<a href="/harbour/quay/#ebb">a</a>', '/harbour/quay/#ebb has no such place'],
    ['<a href="#ebb">a</a>', '#ebb has no such place'],
    ['<img src="/crane.svg">', '/crane.svg leaves /harbour/'],
    ['<a href="https://">a</a>', 'https:// is no address'],
  ])('are named where they are not: %s', (html, said) => expect(problems(html)).toEqual([`index.html: ${said}`]));
});

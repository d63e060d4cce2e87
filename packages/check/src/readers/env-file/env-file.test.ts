import { describe, expect, it } from 'vitest';
import { isKnown } from '../../model/known.ts';
import type { FileIndex } from '../reader.ts';
import { envFileReader } from './index.ts';

const nothing: FileIndex = { paths: [], has: () => false, text: () => undefined };

function entries(path: string, text: string): readonly (readonly [string, string | null, string | null])[] {
  return envFileReader
    .read({ path, text }, nothing)
    .facts.flatMap((fact) => (fact.kind === 'config-entry' ? [[fact.key, isKnown(fact.value.value) ? fact.value.value.value : null, fact.profile] as const] : []));
}

describe('.env files', () => {
  it.each([
    ['PORT=3000', [['PORT', '3000', null]]],
    ['export PORT = 3000', [['PORT', '3000', null]]],
    ['NAME="a b" # why', [['NAME', 'a b', null]]],
    ["NAME='a # b'", [['NAME', 'a # b', null]]],
    ['NAME=a b # why', [['NAME', 'a b', null]]],
    ['URL=http://h/#x', [['URL', 'http://h/#x', null]]],
    ['EMPTY=', [['EMPTY', '', null]]],
    [
      'KEY="one\ntwo"\nPORT=1',
      [
        ['KEY', 'one\ntwo', null],
        ['PORT', '1', null],
      ],
    ],
    [
      '# PORT=3000\n\nA=1\r\nB=2\r\n',
      [
        ['A', '1', null],
        ['B', '2', null],
      ],
    ],
  ])('%j', (text, expected) => {
    expect(entries('.env', text)).toEqual(expected);
  });

  it.each([
    ['.env', null],
    ['web/.env.production', 'production'],
    ['.env.production.local', 'production'],
    ['.env.local', 'local'],
    ['.env.example', 'example'],
    ['.env.prod.example', 'example'],
    ['staging.env', 'staging'],
  ])('%s has the profile %s', (path, profile) => {
    expect(envFileReader.claims(path, () => new Uint8Array())).toBe(true);
    expect(entries(path, 'A=1')[0]?.[2]).toBe(profile);
  });

  it.each(['environment.ts', '.envrc', 'src/env.ts', '.env-cmdrc', 'env'])('does not claim %s', (path) => {
    expect(envFileReader.claims(path, () => new Uint8Array())).toBe(false);
  });

  it('names the line it cannot read, and hides what is secret', () => {
    const result = envFileReader.read({ path: '.env', text: 'A=1\nnonsense\nDB_PASSWORD=hunter2\nURL=postgres://u:hunter2@db/orders' }, nothing);
    expect(result.unread).toEqual([{ file: '.env', line: 2, message: 'is no NAME=value; this line was left out' }]);
    expect(JSON.stringify(result.facts.map((fact) => (fact.kind === 'config-entry' && isKnown(fact.value.value) ? fact.value.value.says : '')))).not.toContain('hunter2');
  });

  it('ends on an unclosed quote', () => {
    expect(entries('.env', `A="${'x\n'.repeat(5_000)}`)[0]?.[0]).toBe('A');
  });
});

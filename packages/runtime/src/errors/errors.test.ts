import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RuntimeError, errorCodes, rejection } from './index.ts';

const readme = readFileSync(new URL('../../readme.md', import.meta.url), 'utf8');
const rows = [...readme.matchAll(/^\| `(ERR_PLIMSOLL_\w+)` *\| (.*?) *\| (.*?) *\|$/gm)].map(([, code, when, advice]) => [code, { when, advice }]);

describe('the table of codes', () => {
  it('stands in the readme as it stands in the code', () => expect(Object.fromEntries(rows)).toEqual(errorCodes));
  it('has each code once', () => expect(rows.map(([code]) => code)).toEqual(Object.keys(errorCodes)));
});

describe('an error', () => {
  const cause = new Error('socket hang up');
  const options = { retryable: true, details: { limit: 10 }, cause };

  it('carries code, details and cause', () => {
    const error = new RuntimeError('ERR_PLIMSOLL_TIMEOUT', 'fraud-api did not answer within 300 ms', options);
    expect(error).toMatchObject({ name: 'RuntimeError', code: 'ERR_PLIMSOLL_TIMEOUT', retryable: true, details: { limit: 10 }, cause });
    expect(error.stack).toContain('errors.test');
  });

  it('has no cause where there is none', () => expect('cause' in new RuntimeError('ERR_PLIMSOLL_SHED', 'x', { retryable: true })).toBe(false));

  it('leaves the stack out of a rejection and puts the limit back', () => {
    const limit = Error.stackTraceLimit;
    const error = rejection('ERR_PLIMSOLL_SHED', 'x', options);
    expect(error).toBeInstanceOf(RuntimeError);
    expect(error.stack).not.toContain('    at ');
    expect(Error.stackTraceLimit).toBe(limit);
  });
});

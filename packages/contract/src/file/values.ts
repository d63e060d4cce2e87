import { parseCount, parseDuration, parseRatio } from '../quantity/index.ts';
import type { Parsed } from '../quantity/index.ts';
import type { Stated } from '../source.ts';
import type { StatePlace } from './contract.ts';
import { nearest } from './nearest.ts';
import type { Shape } from './shape.ts';
import { leaf } from './shape.ts';

const ok = <T>(value: T): Parsed<T> => ({ ok: true, value });
const not = (message: string): Parsed<never> => ({ ok: false, message });

const quantity = '[0-9][0-9.,_]*';

export const duration: Shape<Stated<number>> = leaf('a duration such as 250ms, 30s or 30d', parseDuration, {
  type: 'string',
  pattern: `^(0+|(${quantity} ?[A-Za-zµμ]+ ?)+)$`,
  examples: ['250ms', '30s', '1m30s', '30d'],
});

export const count: Shape<Stated<number>> = leaf('a whole number such as 20', parseCount, { type: 'integer', minimum: 0 });

export const ratio: Shape<Stated<number>> = leaf('a ratio such as 50% or 0.1%', parseRatio, {
  type: ['string', 'number'],
  pattern: `^${quantity} ?(%|percent|pct)?$`,
  minimum: 0,
  maximum: 100,
  examples: ['50%', '0.1%'],
});

export const text: Shape<Stated<string>> = leaf('a text', (written) => (written.trim() === '' ? not('an empty text says nothing') : ok(written)), {
  type: ['string', 'number', 'boolean'],
});

export const path: Shape<Stated<string>> = leaf('a path below the folder of this file', parsePath, { type: 'string', not: { pattern: '^/|(^|/)\\.\\.(/|$)' } });

export const host: Shape<Stated<string>> = leaf(
  'a host name such as staging.example.org',
  (written) => (/^[A-Za-z0-9.-]{1,253}$|^\[[0-9A-Fa-f:.]+\]$/.test(written) ? ok(written.toLowerCase()) : not(`\`${written.slice(0, 40)}\` is no host name; write it without protocol, port and path`)),
  { type: 'string', pattern: '^([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]+\\])$', examples: ['staging.example.org'] },
);

export const cron: Shape<Stated<string>> = leaf(
  'a cron expression such as "0 2 * * *"',
  (written) => {
    const fields = written.trim().split(/\s+/, 8).length;
    return /^@[a-z]+$/.test(written) || fields === 5 || fields === 6 ? ok(written) : not(`a cron expression has 5 fields, such as "0 2 * * *", not ${fields}`);
  },
  { type: 'string', examples: ['0 2 * * *'] },
);

export const place: Shape<Stated<StatePlace>> = leaf('a place such as redis:cache (kind:dependency)', parsePlace, {
  type: 'string',
  pattern: '^[A-Za-z][A-Za-z0-9_-]*(:[^\\s:]+)?$',
  examples: ['redis:cache', 's3:receipts'],
});

export const poolSize: Shape<Stated<number | 'auto'>> = leaf<number | 'auto'>(
  '`auto` or a whole number such as 10',
  (written) => {
    if (written === 'auto') return ok('auto');
    const size = parseCount(written);
    return size.ok ? size : not(`\`${written.slice(0, 40)}\` is neither \`auto\` nor a whole number`);
  },
  { anyOf: [{ const: 'auto' }, { type: 'integer', minimum: 0 }] },
);

/** One of a closed list; the message lists what is legal and names the nearest. */
export function oneOf<T extends string>(what: string, legal: readonly T[]): Shape<Stated<T>> {
  return leaf(
    `one of ${legal.join(', ')}`,
    (written) => {
      const value = legal.find((choice) => choice === written);
      if (value !== undefined) return ok(value);
      const meant = nearest(written, legal);
      return not(`\`${written.slice(0, 40)}\` is no ${what}; ${meant === null ? '' : `did you mean \`${meant}\`? `}legal: ${legal.join(', ')}`);
    },
    { enum: legal },
  );
}

function parsePath(written: string): Parsed<string> {
  const segments = written
    .trim()
    .split('/')
    .filter((segment, index) => segment !== '.' && (segment !== '' || index === 0));
  if (segments[0] === '' || segments.includes('..')) return not(`\`${written.slice(0, 60)}\` is outside the repository; write a path below the folder of this file`);
  return ok(segments.join('/') || '.');
}

function parsePlace(written: string): Parsed<StatePlace> {
  const match = written.length > 300 ? null : /^([A-Za-z][\w-]*)(?::([^\s:]+))?$/.exec(written);
  if (!match) return not(`\`${written.slice(0, 40)}\` is no place; write kind:dependency, such as redis:cache`);
  return ok({ kind: (match[1] ?? '').toLowerCase(), dependency: match[2] ?? null });
}

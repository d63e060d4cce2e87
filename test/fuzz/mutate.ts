import type { Random } from './random.ts';

/** One way to spoil a file: sees the bytes of it and of another one. */
type Mutation = (bytes: Buffer, random: Random, other: Buffer) => Buffer;

const tokens = /[\p{L}\p{N}_.$-]+|\s+|[^\s\p{L}\p{N}]/gu;
const brackets = ['(', '[', '{', '<', '"', "'", '`', '${', '{{', '/*', '%{ if a }', '- ', '> ', '!', '-', 'not ', '() => ', 'a ? b : ', 'a.', 'f(', '{a: ', '[*', '&a [*a, '];
const odd = [
  '\0',
  '\u{feff}',
  '\u{2028}',
  '\r',
  '\t',
  '\u{1f6a2}',
  '\u{202e}',
  '1e309',
  '-0',
  '99999999999999999999',
  '0x',
  '08',
  '1_000',
  'NaN',
  '.inf',
  '~',
  '__proto__',
  'constructor',
  'toString',
  '<<',
  '*',
  '${}',
  '%',
  '\\',
  '---\n',
  '...\n',
  "''",
  '""',
  '||',
  '&&',
  ';',
  '::',
  '=>',
  '@',
  '#',
];
const notUtf8 = [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80], [0xfe, 0xff], [0xc0, 0xaf]];

const mutations: readonly Mutation[] = [
  function flipByte(bytes, random) {
    const flipped = Buffer.from(bytes);
    for (let count = 1 + random.below(4); count > 0 && flipped.length > 0; count--) {
      const at = random.below(flipped.length);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8));
    }
    return flipped;
  },
  (bytes, random) => changeTokens(bytes, random, (list, from, to) => list.toSpliced(from, to - from)),
  (bytes, random) => changeTokens(bytes, random, (list, from, to) => list.toSpliced(to, 0, ...list.slice(from, to))),
  (bytes, random) => changeTokens(bytes, random, (list, from) => list.toSpliced(random.below(list.length), 0, list[from] ?? '')),
  (bytes, random) => changeTokens(bytes, random, (list, from) => list.with(from, random.pick(odd))),
  (bytes, random) => changeTokens(bytes, random, (list, from) => list.toSpliced(from, 0, random.pick(odd))),
  function cutOff(bytes, random) {
    return bytes.subarray(0, random.below(bytes.length));
  },
  function beginLate(bytes, random) {
    return bytes.subarray(random.below(bytes.length));
  },
  function splice(bytes, random, other) {
    return Buffer.concat([bytes.subarray(0, random.below(bytes.length)), other.subarray(random.below(other.length))]);
  },
  function nest(bytes, random) {
    return insert(bytes, random, Buffer.from(random.pick(brackets).repeat(1 << random.below(13))));
  },
  function lengthenLine(bytes, random) {
    return insert(bytes, random, Buffer.from(random.pick(['a', 'a ', '1', 'a,', '"a" ', 'a=b;', '\\', ' ', 'é']).repeat(1 << random.below(15))));
  },
  function spoilUtf8(bytes, random) {
    return insert(bytes, random, Buffer.from(random.pick(notUtf8)));
  },
  function repeatLines(bytes, random) {
    const lines = bytes.toString('utf8').split('\n');
    const from = random.below(lines.length);
    const some = lines.slice(from, from + 1 + random.below(8));
    return Buffer.from(lines.toSpliced(from, 0, ...Array.from({ length: 1 << random.below(7) }, () => some).flat()).join('\n'));
  },
  function indent(bytes, random) {
    const lines = bytes.toString('utf8').split('\n');
    const at = random.below(lines.length);
    return Buffer.from(lines.with(at, `${' '.repeat(random.below(9))}${(lines[at] ?? '').trimStart()}`).join('\n'));
  },
];

/** One to three of the ways, one after the other. */
export function mutate(bytes: Buffer, random: Random, other: Buffer): Buffer {
  let mutated = bytes;
  for (let count = 1 + random.below(3); count > 0; count--) mutated = random.pick(mutations)(mutated, random, other);
  return mutated;
}

function insert(bytes: Buffer, random: Random, inserted: Buffer): Buffer {
  const at = random.below(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
}

function changeTokens(bytes: Buffer, random: Random, change: (list: readonly string[], from: number, to: number) => readonly string[]): Buffer {
  const list = bytes.toString('utf8').match(tokens) ?? [''];
  const from = random.below(list.length);
  return Buffer.from(change(list, from, Math.min(list.length, from + 1 + random.below(6))).join(''));
}

import type { FunctionTable, HclFunction } from '../evaluate/scope.ts';
import { compilePattern, type Program } from '../regex/compile.ts';
import { maximumSearchSteps, search, searchAll, type Match } from '../regex/run.ts';
import { listOf, nullOf, objectOf, stringOf } from '../value/make.ts';
import type { Value } from '../value/value.ts';
import { failure, pure, type Raw } from './define.ts';
import { text } from './params.ts';

const maximumPatternLength = 2000;

export const regexFunctions: FunctionTable = new Map<string, HclFunction>([
  ['regex', pure([text, text], undefined, ([pattern, subject], { range }) => withProgram(pattern, (program) => first(program, subject, range)))],
  ['regexall', pure([text, text], 'list', ([pattern, subject], { range }) => withProgram(pattern, (program) => every(program, subject, range)))],
  ['replace', pure([text, text, text], 'string', ([subject, part, replacement]) => replace(subject, part, replacement))],
]);

function withProgram(pattern: string, use: (program: Program) => Raw): Raw {
  if (pattern.length > maximumPatternLength) return { undecided: 'the pattern is too long', needs: 'unsupported' };
  const program = compilePattern(pattern);
  return 'rejected' in program ? failure(program.rejected) : use(program);
}

function first(program: Program, subject: string, range: Value['range']): Raw {
  const match = search(program, subject, 0, { left: maximumSearchSteps });
  if (match === undefined) return tooSlow;
  return match === null ? failure('the pattern does not match') : resultOf(program, match, subject, range);
}

function every(program: Program, subject: string, range: Value['range']): Raw {
  const matches = searchAll(program, subject);
  return matches
    ? listOf(
        matches.map((match) => resultOf(program, match, subject, range)),
        range,
        [],
        'list',
      )
    : tooSlow;
}

/** The whole match, or its groups: a list, or an object when they have names. */
function resultOf(program: Program, match: Match, subject: string, range: Value['range']): Value {
  const captured = (index: number): Value => {
    const [start, end] = [match[2 * index], match[2 * index + 1]];
    return start === undefined || end === undefined ? nullOf(range) : stringOf(subject.slice(start, end), range);
  };
  if (program.groups.length === 0) return captured(0);
  const named = program.groups.flatMap((name, index): [string, Value][] => (name === undefined ? [] : [[name, captured(index + 1)]]));
  return named.length > 0
    ? objectOf(new Map(named), range)
    : listOf(
        program.groups.map((_, index) => captured(index + 1)),
        range,
      );
}

/** Between slashes the part is a pattern, and `$1` or `${name}` in the replacement stand for its groups. */
function replace(subject: string, part: string, replacement: string): Raw {
  const isPattern = part.length > 1 && part.startsWith('/') && part.endsWith('/');
  if (!isPattern) return subject.replaceAll(part, () => replacement);
  return withProgram(part.slice(1, -1), (program) => {
    const matches = searchAll(program, subject);
    if (!matches) return tooSlow;
    let result = '';
    let end = 0;
    for (const match of matches) {
      result += subject.slice(end, match[0]) + expand(replacement, program, match, subject);
      end = match[1] ?? end;
    }
    return result + subject.slice(end);
  });
}

function expand(template: string, program: Program, match: Match, subject: string): string {
  return template.replaceAll(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole: string, bare?: string, braced?: string) => {
    const name = bare ?? braced;
    if (name === undefined) return whole === '$$' ? '$' : whole;
    const index = /^\d+$/.test(name) ? Number(name) : program.groups.indexOf(name) + 1;
    const [start, end] = index === 0 && name !== '0' ? [] : [match[2 * index], match[2 * index + 1]];
    return start === undefined || end === undefined ? '' : subject.slice(start, end);
  });
}

const tooSlow: Raw = { undecided: 'the search would take too long', needs: 'unsupported' };

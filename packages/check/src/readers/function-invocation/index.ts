import { posix } from 'node:path';
import type { CodeFact, FunctionInvocation } from '../../facts/code.ts';
import type { Reader } from '../reader.ts';

const scriptFile = /\.(?:sh|bash)$|(?:^|\/)Makefile$/;
const scriptFolder = /(?:^|\/)(?:bin|scripts?)\//;
const invocation = /\baws\b[^\n]{0,200}?\blambda\s+invoke\b(?:[^\n]*\\\n)*[^\n]*/g;
const functionName = /--function-name[=\s]+(?:"([^"\n]*)"|'([^'\n]*)'|(\S+))/;

const invocationsMax = 50; // each looks through its file

/** Commands that invoke a function by hand: who runs the script calls it, and nobody else need to. */
export const functionInvocationReader: Reader<CodeFact> = {
  name: 'function-invocation',
  signals: ['lambda invoke'],
  claims: (path) => scriptFile.test(path) || (scriptFolder.test(path) && !posix.basename(path).includes('.')),
  read: ({ path, text }) => ({
    facts: text
      .matchAll(invocation)
      .take(invocationsMax)
      .toArray()
      .flatMap((match) => invocationAt(path, text, match.index, match[0])),
    unread: [],
  }),
};

function invocationAt(path: string, text: string, start: number, command: string): readonly FunctionInvocation[] {
  const [, double, single, bare] = functionName.exec(command) ?? [];
  const named = double ?? single ?? bare;
  if (named === undefined) return [];
  const variable = /^\$\{?(\w+)\}?$/.exec(named)?.[1];
  const assigned = variable === undefined ? [] : [...text.matchAll(/^[ \t]*(?:local |export |readonly )?(\w+)=([^\n]*)/gm)].flatMap(([, name, value]) => (name === variable ? [value ?? ''] : []));
  const words = [...new Set([named, ...assigned].flatMap((each) => each.match(/[\w-]+/g) ?? []))];
  const line = text.slice(0, start).split('\n').length;
  const column = start - (text.lastIndexOf('\n', start - 1) + 1) + 1;
  const [first = ''] = command.split('\n');
  return [{ kind: 'function-invocation', words, source: { file: path, line, column, endLine: line, endColumn: column + first.length } }];
}

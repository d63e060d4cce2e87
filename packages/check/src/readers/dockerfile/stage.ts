import { posix } from 'node:path';
import type { Source } from '@plimsoll/contract';
import type { Dockerfile, EnvironmentEntry } from '../../facts/deployment.ts';
import { unknown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import { saysAssignment, splitWords } from '../shell/index.ts';
import { readAssignments } from './assignments.ts';
import { readCopies } from './copies.ts';
import type { Instruction } from './instructions.ts';
import { substitute, substitutedText } from './variables.ts';
import type { Variables } from './variables.ts';

interface CommandLine {
  readonly words: readonly string[];
  readonly source: Source;
}

/** One stage while it is read; a stage made FROM an earlier one starts with what that one left. */
export interface Stage {
  readonly variables: Map<string, Known<string>>; // ARG and ENV
  readonly environment: Map<string, EnvironmentEntry>;
  readonly ports: Set<number>;
  entrypoint: CommandLine | null;
  command: CommandLine | null;
  commandIsInherited: boolean;
  workdir: string | null;
}

export function newStage(base: Stage | undefined): Stage {
  return {
    variables: new Map(base?.environment.values().map((entry) => [entry.name, entry.value])),
    environment: new Map(base?.environment),
    ports: new Set(base?.ports),
    entrypoint: base?.entrypoint ?? null,
    command: base?.command ?? null,
    commandIsInherited: base !== undefined,
    workdir: base?.workdir ?? null,
  };
}

const portsMax = 1000;

/** Carries one instruction out on its stage; gives what it copies from the build context. */
export function applyInstruction(instruction: Instruction, stage: Stage, globalArguments: Variables, escape: string): Dockerfile['copies'] {
  const { keyword, rest, source } = instruction;
  if (keyword === 'CMD') {
    stage.command = { words: commandWords(rest), source };
    stage.commandIsInherited = false;
  } else if (keyword === 'ENTRYPOINT') {
    stage.entrypoint = { words: commandWords(rest), source };
    if (stage.commandIsInherited) stage.command = null; // an ENTRYPOINT resets the CMD of what it builds on
  } else if (keyword === 'ENV') {
    setEnvironment(rest, source, stage, escape);
  } else if (keyword === 'ARG') {
    setArguments(rest, source, stage.variables, globalArguments, escape);
  } else if (keyword === 'WORKDIR') {
    const path = substitutedText(unquoted(rest), stage.variables);
    stage.workdir = path.includes('$') ? null : posix.resolve(stage.workdir ?? '/', path);
  } else if (keyword === 'EXPOSE') {
    for (const port of substitutedText(rest, stage.variables).split(/\s+/).flatMap(portsOf)) if (stage.ports.size < portsMax) stage.ports.add(port);
  } else if (keyword === 'COPY' || keyword === 'ADD') {
    return readCopies(substitutedText(rest, stage.variables), stage.workdir ?? '/');
  }
  return [];
}

/** The exec form is a JSON list of words; everything else is a shell command. */
function commandWords(rest: string): readonly string[] {
  if (rest.startsWith('[')) {
    try {
      const words: unknown = JSON.parse(rest);
      if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words;
    } catch {
      // A list that is not JSON is run by the shell, as Docker does.
    }
  }
  return splitWords(rest);
}

function setEnvironment(rest: string, source: Source, stage: Stage, escape: string): void {
  const assignments = readAssignments(rest, escape, true).filter(({ name }) => name !== '');
  // Assignments of one instruction do not see each other: all are worked out before any is set.
  const entries = assignments.map(({ name, value }) => ({ name, value: substitute(value ?? '', stage.variables, source, saysAssignment(name, value ?? '')), reference: null, source }));
  for (const entry of entries) {
    stage.variables.set(entry.name, entry.value);
    stage.environment.set(entry.name, entry);
  }
}

/** `ARG NAME` inside a stage takes over the value that an ARG before the first FROM gave it. */
export function setArguments(rest: string, source: Source, variables: Map<string, Known<string>>, globalArguments: Variables, escape: string): void {
  for (const { name, value } of readAssignments(rest, escape, false)) {
    const given = value === null ? globalArguments.get(name) : substitute(value, variables, source, `ARG ${saysAssignment(name, value)}`);
    const missing = unknown(`the build argument ${name} has no default`, { cause: 'no-value-given', what: `a value for the build argument ${name}` }, { source });
    variables.set(name, given ?? missing);
  }
}

function portsOf(word: string): readonly number[] {
  const match = /^(\d+)(?:-(\d+))?(?:\/[a-z]+)?$/i.exec(word);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  if (!(first > 0 && last >= first && last < 65_536)) return [];
  return Array.from({ length: Math.min(last - first + 1, portsMax) }, (_, index) => first + index);
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}

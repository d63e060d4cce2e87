import type { Unread } from '@plimsoll/contract';
import { folderOf } from '@plimsoll/contract';
import type { DeploymentFact, Dockerfile } from '../../facts/deployment.ts';
import type { Known } from '../../model/known.ts';
import type { Reader, ReaderResult, SourceText } from '../reader.ts';
import { readInstructions } from './instructions.ts';
import { applyInstruction, newStage, setArguments } from './stage.ts';
import type { Stage } from './stage.ts';
import { substitutedText } from './variables.ts';

const dockerfileName = /(?:^|\/)(?:(?:Dockerfile|Containerfile)(?:[._-][^/]*)?|[^/]+\.(?:Dockerfile|Containerfile))$/i;
const otherEnding = /\.(?:dockerignore|containerignore|md|txt|sh|ya?ml|json|[jt]sx?|py|go|java|rb|html?)$/i;
const stagesMax = 200;

export const dockerfileReader: Reader<DeploymentFact> = {
  name: 'dockerfile',
  claims: (path) => dockerfileName.test(path) && !otherEnding.test(path),
  read: readDockerfile,
};

function readDockerfile(file: SourceText): ReaderResult<DeploymentFact> {
  const { instructions, escape } = readInstructions(file.path, file.text);
  const globalArguments = new Map<string, Known<string>>();
  const stages = new Map<string, Stage>();
  const images: string[] = [];
  const copies: Dockerfile['copies'][number][] = [];
  const unread: Unread[] = [];
  let stage: Stage | null = null;
  let stageCount = 0;

  for (const instruction of instructions) {
    if (instruction.keyword === 'FROM') {
      if (stageCount === stagesMax) {
        unread.push({ file: file.path, line: instruction.source.line, message: `holds more than ${stagesMax} stages; the rest was not analysed` });
        break;
      }
      const { image, name } = readFrom(substitutedText(instruction.rest, globalArguments));
      const base = stages.get(image.toLowerCase());
      if (base === undefined && image !== '') images.push(image);
      stage = newStage(base);
      stages.set(String(stageCount++), stage);
      if (name !== null) stages.set(name.toLowerCase(), stage);
    } else if (stage !== null) {
      copies.push(...applyInstruction(instruction, stage, globalArguments, escape));
    } else if (instruction.keyword === 'ARG') {
      setArguments(instruction.rest, instruction.source, globalArguments, new Map(), escape);
    }
  }

  if (stage === null) return { facts: [], unread: [{ file: file.path, line: 1, message: 'has no FROM instruction; it was not analysed: a Dockerfile begins with FROM and an image' }] };
  return { facts: [toFact(file, stage, images, copies)], unread };
}

function readFrom(rest: string): { image: string; name: string | null } {
  const words = rest.split(/\s+/).filter((word) => !word.startsWith('--'));
  return { image: words[0] ?? '', name: words[1]?.toLowerCase() === 'as' ? (words[2] ?? null) : null };
}

function toFact(file: SourceText, stage: Stage, images: readonly string[], copies: Dockerfile['copies']): Dockerfile {
  const lines = file.text.split(/\r?\n/);
  return {
    kind: 'dockerfile',
    source: { file: file.path, line: 1, column: 1, endLine: lines.length, endColumn: (lines.at(-1) ?? '').length + 1 },
    folder: folderOf(file.path),
    from: images,
    entrypoint: stage.entrypoint?.words ?? null,
    command: stage.command?.words ?? null,
    commandSource: (stage.command ?? stage.entrypoint)?.source ?? null,
    workdir: stage.workdir,
    copies,
    environment: [...stage.environment.values()],
    ports: [...stage.ports],
  };
}

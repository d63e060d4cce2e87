import type { PipelineAct, Workflow, WorkflowJob } from '../../../facts/index.ts';
import { githubActionsReader } from '../index.ts';

export type Files = Readonly<Record<string, string>>;

function indexOf(files: Files): { paths: readonly string[]; has(path: string): boolean; text(path: string): string | undefined } {
  return { paths: Object.keys(files).toSorted(), has: (path) => Object.hasOwn(files, path), text: (path) => files[path] };
}

export function readAll(files: Files, path = '.github/workflows/deploy.yml'): { workflow: Workflow | undefined; unread: readonly string[] } {
  const { facts, unread } = githubActionsReader.read({ path, text: files[path] ?? '' }, indexOf(files));
  const workflow = facts.find((fact) => fact.kind === 'workflow');
  return { workflow, unread: unread.map(({ line, message }) => `${line}: ${message}`) };
}

export function read(text: string, others: Files = {}): Workflow {
  const { workflow } = readAll({ ...others, '.github/workflows/deploy.yml': text });
  if (!workflow) throw new Error('no workflow was read');
  return workflow;
}

/** A workflow of one job with these steps, given as YAML from column one. */
export function steps(yaml: string, others: Files = {}, head = 'on: push'): readonly PipelineAct[] {
  const indented = yaml.split('\n').map((line) => (line === '' ? line : `      ${line}`));
  const { jobs } = read(`${head}\njobs:\n  ship:\n    runs-on: ubuntu-latest\n    steps:\n${indented.join('\n')}\n`, others);
  return jobs.flatMap((job) => job.acts);
}

export function run(command: string, others: Files = {}, head?: string): readonly PipelineAct[] {
  return steps(
    `- run: |\n${command
      .split('\n')
      .map((line) => `    ${line}`)
      .join('\n')}`,
    others,
    head,
  );
}

export function kinds(acts: readonly PipelineAct[]): readonly string[] {
  return acts.map(({ act, tool, certainty }) => `${act} ${tool}${certainty === 'undecided' ? '?' : ''}`);
}

export function job(workflow: Workflow, id: string): WorkflowJob {
  const found = workflow.jobs.find((each) => each.id === id);
  if (!found) throw new Error(`no job ${id}`);
  return found;
}

import type { Unread } from '@plimsoll/contract';
import { at, entriesOf, readYaml, textOf } from '@plimsoll/contract/yaml';
import type { Workflow } from '../../facts/index.ts';
import type { FileIndex, ReaderResult, SourceText } from '../reader.ts';
import { actsOf, environmentOfName, resultsOf } from './acts/index.ts';
import { isExample } from './example.ts';
import { readJob, triggersOf, withEnv } from './workflow/index.ts';

const jobsMax = 500;

/** One workflow file to one fact. */
export function extractWorkflow(file: SourceText, files: FileIndex): ReaderResult<Workflow> {
  const { documents, unread: broken } = readYaml(file.path, file.text);
  const unread: Unread[] = [...broken];
  const root = documents[0]?.root;
  if (!root) return { facts: [], unread };
  const jobEntries = entriesOf(at(root, 'jobs')).slice(0, jobsMax);
  if (root.kind !== 'mapping' || jobEntries.length === 0) {
    unread.push({ file: file.path, line: root.source.line, message: 'has no mapping `jobs`; a workflow names at least one job there' });
    return { facts: [], unread };
  }
  const triggers = triggersOf(root);
  const name = textOf(at(root, 'name')) ?? file.path;
  const pullRequestTriggers = triggers.triggers.filter((each) => each !== 'workflow_dispatch');
  const jobs = jobEntries.flatMap((entry) => {
    const job = readJob(entry, {
      file: file.path,
      lines: file.text.split('\n'),
      files,
      variables: withEnv(new Map(), at(root, 'env')),
      root,
      hint: environmentOfName(file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.ya?ml$/, '')) ?? environmentOfName(name),
      perPullRequest: pullRequestTriggers.length > 0 && pullRequestTriggers.every((each) => each === 'pull_request' || each === 'pull_request_target' || each === 'issue_comment'),
      unread,
    });
    return job ? [job] : [];
  });
  const results = resultsOf(jobs.map(({ steps }) => steps));
  const workflow: Workflow = {
    kind: 'workflow',
    name,
    file: file.path,
    source: { file: file.path, line: 1, column: 1, endLine: 1, endColumn: 1 + (file.text.split('\n', 1)[0] ?? '').replace(/\r$/, '').length },
    ...triggers,
    example: isExample(file.path, name),
    jobs: jobs.map(({ job, steps }) => ({ ...job, acts: actsOf(steps, results) })),
  };
  return { facts: [workflow], unread };
}

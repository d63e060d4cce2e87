import { entriesOf, entryOf, readYaml } from '@plimsoll/contract/yaml';
import type { DeploymentFact } from '../../facts/deployment.ts';
import { afford } from '../kubernetes/scope.ts';
import type { FileIndex, Reader, ReaderResult, SourceText } from '../reader.ts';
import { makeContext, report } from './context.ts';
import { readService } from './service.ts';

const composeFile = /(?:^|\/)(?:docker-|podman-)?(?:compose|stack)(?:[._-][^/]*)?\.ya?ml$|[._-]compose\.ya?ml$/i;

export const composeReader: Reader<DeploymentFact> = {
  name: 'compose',
  signals: ['services'],
  claims: (path) => composeFile.test(path),
  read: readCompose,
};

function readCompose(file: SourceText, files: FileIndex): ReaderResult<DeploymentFact> {
  const { documents, unread } = readYaml(file.path, file.text);
  const context = makeContext(file, files, unread);
  const root = documents[0]?.root;
  const services = entryOf(root, 'services')?.value;
  if (root === undefined || services === undefined) return { facts: [], unread: context.unread };
  if (services.kind !== 'mapping') {
    context.unread.push({ file: file.path, line: services.source.line, message: 'services is not a mapping of names to services; nothing below it was analysed' });
    return { facts: [], unread: context.unread };
  }
  const facts = afford(entriesOf(services), context).flatMap((entry) => {
    if (entry.value.kind === 'mapping') return [readService(entry, root, context)];
    report(context, entry.keySource, `the service ${entry.key} is not a mapping; it was not analysed`);
    return [];
  });
  return { facts, unread: context.unread };
}

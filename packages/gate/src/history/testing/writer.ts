// A process of its own: node -C source writer.ts <store> <directory> <remote> <name> <runs>. Prints each id once it is acknowledged.
import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { directoryStore, gitBranchStore, newRunId } from '../index.ts';
import { gitEnvironment } from './repository.ts';
import { exampleRun } from './runs.ts';

const [kind, directory = '', remote = '', name = '', runs = '0'] = process.argv.slice(2);
const store = kind === 'git' ? gitBranchStore(directory, { environment: gitEnvironment, ...(remote === '' ? {} : { remote }) }) : directoryStore(directory);
process.stdout.write('ready\n');
for (let index = 0; index < Number(runs); index++) {
  const id = newRunId(new Date(), randomBytes);
  const { note } = await store.append(exampleRun(id, { environment: name }));
  process.stdout.write(note === null ? `${id}\n` : `${note}\n`);
}

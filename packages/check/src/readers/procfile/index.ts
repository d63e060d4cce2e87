import { posix } from 'node:path';
import type { DeploymentFact } from '../../facts/deployment.ts';
import type { Reader } from '../reader.ts';
import { readManifest } from './cloud-foundry.ts';
import { readProcfile } from './procfile.ts';

const procfileName = /^Procfile(?:\.[\w-]+)?$/;
const manifestName = /manifest[^/]*\.ya?ml$/i;

export const procfileReader: Reader<DeploymentFact> = {
  name: 'procfile',
  claims: (path, head) => procfileName.test(posix.basename(path)) || (manifestName.test(posix.basename(path)) && /^applications[ \t]*:/m.test(new TextDecoder().decode(head()))),
  read: (file) => (procfileName.test(posix.basename(file.path)) ? readProcfile(file) : readManifest(file)),
};

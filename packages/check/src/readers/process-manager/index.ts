import { posix } from 'node:path';
import type { DeploymentFact } from '../../facts/deployment.ts';
import type { Reader } from '../reader.ts';
import { readConfiguration } from './configuration.ts';
import { readScript } from './script.ts';

const scriptName = /^(?:ecosystem(?:[.-][\w-]+)*|pm2(?:[.-][\w-]+)*|[\w-]+\.ecosystem(?:\.config)?)\.[cm]?[jt]s$/;
const configurationName = /^(?:ecosystem(?:[.-][\w-]+)*|pm2(?:[.-][\w-]+)*|process(?:es)?)\.(?:json5?|ya?ml)$/;

/** Files of PM2, https://pm2.keymetrics.io/docs/usage/application-declaration/ */
export const processManagerReader: Reader<DeploymentFact> = {
  name: 'process-manager',
  signals: ['script'],
  claims: (path) => scriptName.test(posix.basename(path)) || configurationName.test(posix.basename(path)),
  read: (file) => (configurationName.test(posix.basename(file.path)) ? readConfiguration(file) : readScript(file)),
};

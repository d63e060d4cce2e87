import type { DeploymentFact } from '../../facts/deployment.ts';
import type { Reader } from '../reader.ts';
import { fileScript } from '../script/index.ts';
import { readConfigMaps } from './config-map.ts';
import { httpAround } from './context.ts';
import { extract } from './extract.ts';
import { parse } from './parse.ts';

const yaml = /\.ya?ml$/i;
const configuration = /\.conf(?:\.(?:template|templates|tmpl|tpl|in|sample))?$|\.nginx$|(?:^|\/)(?:sites-(?:available|enabled)|conf\.d)\/[^/]+$/i;
const templated = /\{\{|\{%|<%/; // of Jinja, ERB and the like; `${NAME}` is filled in by envsubst and stays within its word

/** https://nginx.org/en/docs/: configurations in files of their own, and inside ConfigMaps of Kubernetes. */
export const nginxReader: Reader<DeploymentFact> = {
  name: 'nginx',
  signals: ['proxy_pass', 'grpc_pass'],
  claims: (path) => configuration.test(path) || yaml.test(path),
  read(file, files) {
    if (yaml.test(file.path)) return readConfigMaps(file, files);
    if (templated.test(file.text)) {
      return { facts: [], unread: [{ file: file.path, line: null, message: 'holds template expressions, so what nginx hands on was not analysed; render it first' }] };
    }
    return extract(parse(fileScript(file.path, file.text)), file.path, httpAround(file.path, files));
  },
};

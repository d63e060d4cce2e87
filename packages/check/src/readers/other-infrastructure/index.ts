import { posix } from 'node:path';
import type { Reader } from '../reader.ts';

interface Format {
  readonly name: string;
  readonly path: RegExp;
  readonly head?: RegExp;
}

/** Formats that declare infrastructure and have no reader yet. Each file is named, so that nobody takes silence for a clean bill. */
const formats: readonly Format[] = [
  {
    name: 'a CloudFormation template',
    path: /\.(?:ya?ml|json|template)$/i,
    head: /^[ \t]*"?AWSTemplateFormatVersion"?\s*:|^[ \t]*"?Transform"?\s*:\s*['"]?AWS::|^[ \t]+"?Type"?\s*:\s*['"]?AWS::[A-Z]\w*::[A-Z]/m,
  },
  { name: 'a Serverless Framework service', path: /^serverless\.(?:ya?ml|json)$/, head: /^[ \t]*"?(?:service|provider|functions)"?\s*:/m },
  { name: 'a Bicep file', path: /\.bicep$/ },
  { name: 'a Pulumi program', path: /^Pulumi\.ya?ml$/, head: /^runtime\s*:/m },
  { name: 'a CDK app', path: /^cdk\.json$/, head: /"app"\s*:/ },
];

export const otherInfrastructureReader: Reader<never> = {
  name: 'other-infrastructure',
  claims: (path, head) => formatOf(path, () => new TextDecoder().decode(head())) !== undefined,
  read({ path, text }) {
    const format = formatOf(path, () => text);
    if (format === undefined) return { facts: [], unread: [] };
    return { facts: [], unread: [{ file: path, line: null, message: `${format.name}: not read yet; what it declares is not in the model` }] };
  },
};

function formatOf(path: string, head: () => string): Format | undefined {
  const name = posix.basename(path);
  return formats.find((format) => format.path.test(name) && (format.head === undefined || format.head.test(head())));
}

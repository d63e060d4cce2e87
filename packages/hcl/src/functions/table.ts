import type { FunctionTable } from '../evaluate/scope.ts';
import { assumeFunctions } from './assume.ts';
import { conversionFunctions } from './conversion.ts';
import { dateFunctions } from './dates.ts';
import { encodingFunctions, type YamlDecode } from './encoding.ts';
import { fileFunctions, type FileFunctions } from './files.ts';
import { formatFunctions } from './format.ts';
import { hashFunctions } from './hashes.ts';
import { impureFunctions } from './impure.ts';
import { listFunctions } from './lists.ts';
import { mapFunctions } from './maps.ts';
import { networkFunctions } from './network.ts';
import { numericFunctions } from './numeric.ts';
import { regexFunctions } from './regex.ts';
import { setFunctions } from './sets.ts';
import { stringFunctions } from './strings.ts';

export interface Host {
  readonly files?: FileFunctions;
  readonly decodeYaml?: YamlDecode;
}

const noFiles: FileFunctions = { text: () => undefined, list: () => [] };

/**
 * The functions of Terraform and OpenTofu. Those that read files see only what `host.files` gives them.
 *
 * Spec: https://developer.hashicorp.com/terraform/language/functions
 */
export function terraformFunctions(host: Host = {}): FunctionTable {
  return new Map([
    ...assumeFunctions,
    ...conversionFunctions,
    ...dateFunctions,
    ...encodingFunctions(host.decodeYaml),
    ...fileFunctions(host.files ?? noFiles),
    ...formatFunctions,
    ...hashFunctions,
    ...impureFunctions,
    ...listFunctions,
    ...mapFunctions,
    ...networkFunctions,
    ...numericFunctions,
    ...regexFunctions,
    ...setFunctions,
    ...stringFunctions,
  ]);
}

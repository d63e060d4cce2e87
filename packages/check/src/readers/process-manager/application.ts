import type { Source } from '@plimsoll/contract';
import { folderOf } from '@plimsoll/contract';
import type { ProcessManager } from '../../facts/deployment.ts';
import { byDefault, stated, unknown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import { resolvePath } from '../shell/index.ts';
import { instancesDefault } from './defaults.ts';

/** A value of a file, as far as its text says: `text` null where it is computed. */
export interface Written {
  readonly text: string | null;
  readonly says: string;
  readonly source: Source;
}

export interface Application {
  readonly script: Written | null;
  readonly cwd: Written | null;
  readonly instances: Written | null;
  readonly open: string | null; // another object that it takes in, which may hold any of these
  readonly source: Source;
}

/** Null for an entry that starts nothing. */
export function processManagerOf(application: Application, file: string): ProcessManager | null {
  const { script, cwd, instances, open, source } = application;
  if (script === null && open === null) return null;
  const relative = cwd?.text !== null && cwd?.text !== undefined && !cwd.text.startsWith('/') ? cwd.text : '';
  return { kind: 'process-manager', tool: 'pm2', source, folder: resolvePath(folderOf(file), relative), script: script?.text ?? null, processes: processesOf(instances, open, source) };
}

function processesOf(instances: Written | null, open: string | null, source: Source): Known<number> {
  if (instances === null) {
    if (open === null) return byDefault<number>(instancesDefault.value, source, instancesDefault.says, instancesDefault.citation);
    return unknown(`this application takes in ${open}, which may set instances`, { cause: 'not-supported-yet', what: `instances in ${open}` }, { source, bounds: { min: 1 } });
  }
  const { text, says } = instances;
  if (text !== null && /^[1-9]\d{0,5}$/.test(text)) return stated(Number(text), instances.source, `instances: ${text}`);
  const perProcessor = text === null ? /\b(?:cpus|availableParallelism)\s*\(/.test(says) : /^(?:max|0|-\d+)$/.test(text);
  if (perProcessor) {
    const needs = { cause: 'outside-the-repository', what: 'the number of processors of the machine it runs on' } as const;
    return unknown(`instances: ${says} follows the number of processors`, needs, { source: instances.source, bounds: { min: 1 } });
  }
  return unknown(`instances is ${says}`, { cause: 'no-value-given', what: `the value of ${says}` }, { source: instances.source, bounds: { min: 1 } });
}

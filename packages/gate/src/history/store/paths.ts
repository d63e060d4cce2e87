import { isRunId } from './run-id.ts';

export const runsFolder = 'runs';
export const acceptancesFolder = 'acceptances';

/** runs/payments/2026/11/20261123T101500Z-3f9a2c.json. A RangeError for what is no id of a run: ids become paths. */
export function runPath(run: { readonly id: string; readonly service: string | null }): string {
  requireId(run.id);
  return `${serviceFolder(run.service)}/${run.id.slice(0, 4)}/${run.id.slice(4, 6)}/${run.id}.json`;
}

export function acceptancePath(id: string): string {
  requireId(id);
  return `${acceptancesFolder}/${id}.json`;
}

/** The folder of all runs of a service; names that would leave it, or stand for no service, are escaped as in a URL. */
export function serviceFolder(service: string | null): string {
  if (service === null) return `${runsFolder}/_`;
  const name = encodeURIComponent(service)
    .replaceAll('*', '%2A')
    .replace(/^[._]/, (first) => (first === '.' ? '%2E' : '%5F'));
  return `${runsFolder}/${name === '' ? '%' : name}`;
}

/** The id that a file of the store is named after; null for files that are none of ours. */
export function idOfPath(path: string): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const id = name.endsWith('.json') ? name.slice(0, -5) : '';
  return isRunId(id) ? id : null;
}

function requireId(id: string): void {
  if (!isRunId(id)) throw new RangeError(`a run is called like 20261123T101500Z-3f9a2c, not "${id}"`);
}

// What `plimsoll tour` needs of the examples: each started, rates measured, two instances of each.
import { hasPostgres } from './postgres.ts';

export { gaveWay, measure, objectives, scenarioFile } from './load.ts';
export { systems } from './systems.ts';
export { twoInstances } from './two-instances.ts';

/** Whether a database can be started here. */
export const startable = hasPostgres;

import type { TerraformRoot } from '../../facts/index.ts';
import type { Routes } from '../../model/routes.ts';
import type { Unit } from '../../model/system.ts';
import { terraformIndex } from '../units/terraform-index.ts';
import { cdnBehaviours } from './cdn.ts';
import { publicHosts } from './hosts.ts';
import type { DeadlineOf } from './deadlines.ts';
import { queueVisibilities, streamsOf } from './queues.ts';
import { stickyRoutes } from './sticky.ts';

/** What stands between users and units, as the root modules of one environment declare it. */
export function routesOf(roots: readonly TerraformRoot[], units: readonly Unit[], deadlineOf: DeadlineOf = () => null): Routes {
  const indexes = roots.map(terraformIndex);
  return {
    stickyRoutes: indexes.flatMap(stickyRoutes),
    cdnBehaviours: indexes.flatMap(cdnBehaviours),
    queueVisibilities: indexes.flatMap((index) => queueVisibilities(index, units, deadlineOf)),
    streams: indexes.flatMap(streamsOf),
    publicHosts: indexes.flatMap(publicHosts),
  };
}

import type { Source, Unread } from '@plimsoll/contract';
import { folderOf } from '@plimsoll/contract';
import type { TerraformResource, TerraformRoot } from '../../../facts/index.ts';
import { isKnown, stated } from '../../../model/known.ts';
import { environmentName } from '../../environment-name/index.ts';
import type { FileIndex } from '../../reader.ts';
import { withPlan } from './overlay.ts';
import type { Plan, PlannedResource } from './plan.ts';
import { plannedResource } from './planned-resource.ts';
import { readPlan } from './read-plan.ts';

const planFile = /(?:^|\/)(?:[^/]*\.tfplan|tfplan|plan)\.json$/;

export interface Planned {
  readonly roots: readonly TerraformRoot[];
  readonly unread: readonly Unread[];
  readonly calls: readonly Source[]; // of modules that only the plan could read
}

/** Root modules with the plans that lie beside them. A plan without a root module is a root of its own. */
export function withPlans(roots: readonly TerraformRoot[], files: FileIndex): Planned {
  const unread: Unread[] = [];
  const calls: Source[] = [];
  const known = [...roots];
  for (const file of files.paths) {
    const text = planFile.test(file) ? files.text(file) : undefined;
    const plan = text === undefined ? null : readPlan(file, text);
    if (plan === null) continue;
    if ('message' in plan) {
      unread.push(plan);
      continue;
    }
    const beside = known.filter((root) => root.folder === folderOf(file));
    const meant = beside.length > 1 ? beside.filter((root) => root.environment === environmentOfPlan(file)) : beside;
    if (beside.length === 0) known.push(rootOfPlan(plan));
    else if (meant.length === 0)
      unread.push({ file, line: null, message: `is a plan of one environment of ${beside.length}, and its name does not say of which; call it ${beside[0]?.environment ?? 'prod'}.tfplan.json` });
    else for (const root of meant) known[known.indexOf(root)] = planned(root, plan, calls);
  }
  return { roots: known, unread, calls };
}

function environmentOfPlan(file: string): string | null {
  const stem = file
    .slice(file.lastIndexOf('/') + 1)
    .replace(/\.?(?:tfplan|plan)?\.json$/, '')
    .toLowerCase();
  return environmentName(stem) ?? stem;
}

function planned(root: TerraformRoot, plan: Plan, calls: Source[]): TerraformRoot {
  const byAddress = Map.groupBy(plan.resources, (resource) => withoutIndexes(resource.address));
  const byPlace = Map.groupBy(plan.resources, (resource) => withoutKeys(resource.address));
  const taken = new Set<PlannedResource>();
  const resources = root.resources.map((resource): TerraformResource => {
    const found = byAddress.get(resource.address) ?? (/\["/.test(resource.address) ? undefined : byPlace.get(resource.address)) ?? [];
    for (const one of found) taken.add(one);
    if (found.length > 0) return withPlan(resource, found);
    return plan.resources.length === 0 || isKnown(resource.count) || resource.mode === 'data' ? resource : absent(resource, plan);
  });
  const further = plan.resources.filter((resource) => !taken.has(resource) && root.moduleCalls.some((call) => isWithin(resource.module, call.address)));
  const made = further.map((resource) => plannedResource(resource, plan, root.folder, root.moduleCalls.find((call) => isWithin(resource.module, call.address))?.source ?? resource.source));
  const read = new Set(root.moduleCalls.filter((call) => further.some((resource) => isWithin(resource.module, call.address))));
  calls.push(...[...read].map(({ source }) => source));
  return { ...root, resources: [...resources, ...made], moduleCalls: root.moduleCalls.filter((call) => !read.has(call)) };
}

/** Whether it exists was open, and the plan does not make it. */
function absent(resource: TerraformResource, plan: Plan): TerraformResource {
  const place = { file: plan.file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  const none = stated(0, resource.source, `${resource.address} is not in the plan`, [stated(0, place, `the plan makes no ${resource.address}`)]);
  return { ...resource, count: none, countWhenPresent: none };
}

function rootOfPlan(plan: Plan): TerraformRoot {
  const folder = folderOf(plan.file);
  return {
    kind: 'terraform-root',
    folder,
    environment: environmentName(environmentOfPlan(plan.file) ?? ''),
    resources: plan.resources.map((resource) => plannedResource(resource, plan, folder, resource.source)),
    moduleCalls: [],
  };
}

/** Instances of a count are one resource here; keys of a for_each tell resources apart. */
function withoutIndexes(address: string): string {
  return address.replace(/\[\d+\]/g, '');
}

function withoutKeys(address: string): string {
  return address.replace(/\[[^\]]*\]/g, '');
}

function isWithin(module: string, call: string): boolean {
  const [inner, outer] = [withoutKeys(module), withoutKeys(call)];
  return inner === outer || inner.startsWith(`${outer}.`);
}

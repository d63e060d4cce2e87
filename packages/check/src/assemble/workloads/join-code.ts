import type { JoinNote } from '@plimsoll/contract';
import { folderOf } from '@plimsoll/contract';
import type { ComposeService, Dockerfile } from '../../facts/index.ts';
import type { Unit } from '../../model/system.ts';
import { isWithin, normalName } from '../path.ts';

export interface CodeRoot {
  readonly folder: string;
  readonly names: readonly string[]; // folder name, package names: normalised
}

export interface CodeJoin {
  readonly root: CodeRoot;
  readonly note: JoinNote;
}

/** Finds the code that a unit runs. Every way of finding it says how sure it is; what fits two roots equally well joins none. */
export function joinCode(unit: Unit, roots: readonly CodeRoot[], services: readonly ComposeService[], dockerfiles: readonly Dockerfile[]): CodeJoin | null {
  return byBuildContext(unit, roots, services) ?? byImage(unit, roots, dockerfiles) ?? byName(unit, roots) ?? byCommand(unit, roots) ?? byNumberOfName(unit, roots);
}

function byBuildContext(unit: Unit, roots: readonly CodeRoot[], services: readonly ComposeService[]): CodeJoin | null {
  const service = services.find((candidate) => candidate.nameSource === unit.source);
  if (!service?.build) return null;
  const dockerfileFolder = service.build.dockerfile ? folderOf(service.build.dockerfile) : '';
  const specific = service.build.dockerfile?.includes('/') ? roots.find((root) => root.folder !== '' && root.folder === dockerfileFolder) : undefined;
  const root = specific ?? nearestRoot(roots, service.build.context, unit);
  return root ? join(unit, root, `build context ${service.build.context || '.'}`, 'certain') : null;
}

/** The root at the context, else the only one below it, else the one below it that bears the unit's name. */
function nearestRoot(roots: readonly CodeRoot[], context: string, unit: Unit): CodeRoot | undefined {
  const exact = roots.find((root) => root.folder === context);
  const below = roots.filter((root) => isWithin(root.folder, context));
  const named = below.filter((root) => root.names.includes(normalName(unit.name)));
  if (named.length === 1) return named[0];
  return exact ?? (below.length === 1 ? below[0] : undefined);
}

function byImage(unit: Unit, roots: readonly CodeRoot[], dockerfiles: readonly Dockerfile[]): CodeJoin | null {
  if (!unit.image || unit.type === 'machine') return null;
  const image = normalName(unit.image);
  const named = roots.filter((root) => root.names.includes(image));
  if (named.length === 1 && named[0]) return join(unit, named[0], `image name ${unit.image}`, 'likely');
  const built = dockerfiles.filter((dockerfile) => normalName(dockerfile.folder.split('/').at(-1) ?? '') === image);
  const folder = built.length === 1 ? built[0]?.folder : undefined;
  const root = folder === undefined ? undefined : roots.find((candidate) => isWithin(candidate.folder, folder));
  return root && folder !== undefined ? join(unit, root, `image name ${unit.image}, built in ${folder}`, 'likely') : null;
}

function byName(unit: Unit, roots: readonly CodeRoot[]): CodeJoin | null {
  const name = normalName(unit.name);
  const named = roots.filter((root) => root.names.includes(name));
  return named.length === 1 && named[0] ? join(unit, named[0], `the name ${unit.name}`, 'likely') : null;
}

/** `carts` runs src/cart: one of them counts what the other names. */
function byNumberOfName(unit: Unit, roots: readonly CodeRoot[]): CodeJoin | null {
  const name = normalName(unit.name);
  const other = name.endsWith('s') ? name.slice(0, -1) : `${name}s`;
  const named = roots.filter((root) => root.names.includes(other));
  return other.length >= 3 && named.length === 1 && named[0] ? join(unit, named[0], `the name ${unit.name}, but for its number`, 'assumed') : null;
}

function byCommand(unit: Unit, roots: readonly CodeRoot[]): CodeJoin | null {
  for (const container of unit.containers) {
    for (const word of [...(container.command ?? []), ...(container.args ?? [])]) {
      if (!word.includes('/')) continue;
      const path = word.replace(/^\.?\//, '').replace(/^(app|usr\/src\/app|srv)\//, '');
      const fitting = roots.filter((root) => root.folder !== '' && isWithin(path, root.folder));
      if (fitting.length === 1 && fitting[0]) return join(unit, fitting[0], `the command ${word}`, 'likely');
    }
  }
  return null;
}

export function join(unit: Unit, root: CodeRoot, why: string, sure: JoinNote['sure']): CodeJoin {
  return { root, note: { from: root.folder || '.', to: unit.id.replace(/^unit:/, ''), why, sure } };
}

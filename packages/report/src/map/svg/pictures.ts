import type { System } from '@plimsoll/check';
import type { Picture } from './picture.ts';
import { systemPicture } from './system-picture.ts';

/** A picture with all environments that look like it. */
export interface SharedPicture {
  readonly picture: Picture;
  readonly environments: readonly string[];
  readonly systems: readonly System[];
}

/** Most environments differ in no number that is drawn; those are shown once. */
export function pictures(systems: readonly System[]): readonly SharedPicture[] {
  const all = systems.map((system) => ({ system, picture: systemPicture(system) }));
  const look = ({ picture }: (typeof all)[number]): string =>
    JSON.stringify([picture.parts.map(({ key, lines }) => [key, lines]), picture.hops.map(({ from, to, lines }) => [from, to, lines]), picture.zones]);
  return [...Map.groupBy(all, look).values()].flatMap((alike) => {
    const [first] = alike;
    return first ? [{ picture: first.picture, environments: alike.map(({ system }) => system.environment), systems: alike.map(({ system }) => system) }] : [];
  });
}

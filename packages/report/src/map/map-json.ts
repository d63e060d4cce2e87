import type { System } from '@plimsoll/check';
import { printJson } from '../json/print.ts';
import { environmentView } from './view.ts';

/** The map for programs; an environment is `EnvironmentView`. */
export function mapJson(systems: readonly System[]): string {
  return printJson({ schemaVersion: 1, environments: systems.map(environmentView) });
}

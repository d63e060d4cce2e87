import type { ConnectionUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { argument, callsOf } from '../code/calls.ts';
import { assignedTo, siteOf } from '../code/site.ts';
import type { PythonCall, PythonFunction } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import { textOf } from '../../syntax/index.ts';
import { stringSetting } from '../value/setting.ts';
import type { Driver } from './creators.ts';
import { driverOf, isCreator } from './creators.ts';
import { engineOf } from './engine-name.ts';

/** Connections opened one by one. */
export function connectionUses(call: PythonCall): readonly ConnectionUse[] {
  const driver = driverOf(call);
  if (!driver) return [];
  const address = urlOf(call);
  const engine = driver.engine === 'unknown' && address ? engineOf(call.positional[0] ?? null) : driver.engine;
  return [{ kind: 'connection', library: driver.library, engine, site: siteOf(call), closedInSameFunction: closes(call, driver), asPoolCreator: isCreator(call), url: address }];
}

const closed = new WeakMap<PythonFunction, ReadonlySet<string>>();

function closedIn(made: PythonFunction): ReadonlySet<string> {
  const known = closed.get(made);
  if (known) return known;
  const found = new Set(callsOf(made).flatMap((call) => (call.written.endsWith('.close') ? [call.written] : [])));
  closed.set(made, found);
  return found;
}

function urlOf(call: PythonCall): Setting<string> | null {
  const node = argument(call, 'host') ?? argument(call, 'conninfo') ?? argument(call, 'dsn') ?? argument(call, 'database', 0);
  return node ? stringSetting(node) : null;
}

function closes(call: PythonCall, driver: Driver): boolean {
  const around = call.node.parent;
  const inWith = around?.type === 'with_item' || (around?.type === 'as_pattern' && around.parent?.type === 'with_item');
  if (inWith && driver.closesWith) return true;
  const target = assignedTo(call.node);
  if (target && call.within && closedIn(call.within).has(`${textOf(target)}.close`)) return true;
  return around?.type === 'argument_list' && /(^|\.)closing$/.test(around.parent ? (callAt(around.parent)?.written ?? '') : '');
}

import type { Node } from 'oxc-parser';
import type { FilePurpose, Site } from '../../../facts/code.ts';
import type { Module } from '../modules/module.ts';
import { effortPerQuestion } from '../modules/repository.ts';
import type { Repository } from '../modules/repository.ts';
import { at } from '../values/follow.ts';
import type { Place } from '../values/follow.ts';
import { symbolOf } from '../values/symbol.ts';
import type { Functions } from './functions.ts';

/** One call or construction in the file that is read. `symbol` names it in terms of packages, null when it is the project's own. */
export interface CallSite {
  readonly node: CallNode;
  readonly place: Place;
  readonly symbol: string | null;
  readonly callee: string; // as written
  argument(index: number): Place | null;
}

export type CallNode = Extract<Node, { type: 'CallExpression' | 'NewExpression' }>;

export interface Context {
  readonly repository: Repository;
  readonly module: Module;
  readonly purpose: FilePurpose;
  readonly calls: readonly CallSite[];
  readonly functions: Functions;
  site(node: Node): Site;
}

export function callSites(repository: Repository, module: Module): CallSite[] {
  const sites: CallSite[] = [];
  for (const node of module.nodes) {
    if (node.type === 'CallExpression' || node.type === 'NewExpression') sites.push(callSite(repository, { module, node, frame: null }, node));
  }
  return sites;
}

export function callSite(repository: Repository, place: Place, node: CallNode): CallSite {
  let symbol: string | null | undefined;
  return {
    node,
    place,
    get symbol() {
      if (symbol === undefined) {
        repository.effort.left = effortPerQuestion;
        symbol = symbolOf(repository, at(place, node.callee));
      }
      return symbol;
    },
    callee: place.module.words(node.callee),
    argument(index) {
      const argument = node.arguments[index];
      if (!argument || node.arguments.slice(0, index + 1).some((item) => item.type === 'SpreadElement')) return null;
      return at(place, argument);
    },
  };
}

import { parseConfig, parseJsonConfig, type Attribute, type Block, type Body, type Comment, type Diagnostic } from '@plimsoll/hcl';

import { isOverride } from './directories.ts';
import type { TerraformFiles } from './files.ts';
import { mergeBlocks } from './merge.ts';
import type { ResourceBlock, TerraformModule } from './module.ts';

interface Draft {
  readonly variables: Map<string, Block>;
  readonly outputs: Map<string, Block>;
  readonly locals: Map<string, Attribute>;
  readonly resources: Map<string, ResourceBlock>;
  readonly calls: Map<string, Block>;
  readonly providers: Block[];
  readonly settings: Body[];
  readonly comments: Comment[];
  readonly diagnostics: Diagnostic[];
}

/** Reads and merges the files of one directory. What cannot be read is in `diagnostics`. */
export function readModule(directory: string, paths: readonly string[], files: TerraformFiles): TerraformModule {
  const draft: Draft = {
    variables: new Map(),
    outputs: new Map(),
    locals: new Map(),
    resources: new Map(),
    calls: new Map(),
    providers: [],
    settings: [],
    comments: [],
    diagnostics: [],
  };
  for (const path of paths) {
    const text = files.text(path);
    if (text === undefined) continue;
    const { body, comments, diagnostics } = path.endsWith('.json') ? parseJsonConfig(text, path) : parseConfig(text, path);
    for (const comment of comments) draft.comments.push(comment);
    for (const diagnostic of diagnostics) draft.diagnostics.push(diagnostic);
    for (const block of body.blocks) addBlock(draft, block, isOverride(path));
  }
  return { directory, files: paths, ...draft };
}

function addBlock(draft: Draft, block: Block, overrides: boolean): void {
  const [first, second] = block.labels.map(({ text }) => text);
  switch (block.type) {
    case 'resource':
    case 'data':
      if (first !== undefined && second !== undefined) addResource(draft, block, block.type, first, second, overrides);
      break;
    case 'variable':
      if (first !== undefined) addNamed(draft, draft.variables, first, block, overrides);
      break;
    case 'output':
      if (first !== undefined) addNamed(draft, draft.outputs, first, block, overrides);
      break;
    case 'module':
      if (first !== undefined) addNamed(draft, draft.calls, first, block, overrides);
      break;
    case 'locals':
      for (const [name, local] of block.body.attributes) if (overrides || !draft.locals.has(name)) draft.locals.set(name, local);
      break;
    case 'provider':
      draft.providers.push(block);
      break;
    case 'terraform':
      draft.settings.push(block.body);
      break;
    case 'check':
      for (const inner of block.body.blocks) if (inner.type === 'data') addBlock(draft, inner, overrides);
      break;
  }
}

function addResource(draft: Draft, block: Block, mode: 'resource' | 'data', type: string, name: string, overrides: boolean): void {
  const address = mode === 'data' ? `data.${type}.${name}` : `${type}.${name}`;
  const earlier = draft.resources.get(address);
  if (!earlier) draft.resources.set(address, { mode, type, name, block });
  else if (overrides) draft.resources.set(address, { ...earlier, block: mergeBlocks(earlier.block, block) });
  else draft.diagnostics.push(declaredTwice(address, block, earlier.block));
}

function addNamed(draft: Draft, into: Map<string, Block>, name: string, block: Block, overrides: boolean): void {
  const earlier = into.get(name);
  if (!earlier) into.set(name, block);
  else if (overrides) into.set(name, mergeBlocks(earlier, block));
  else draft.diagnostics.push(declaredTwice(`${block.type} "${name}"`, block, earlier));
}

function declaredTwice(what: string, block: Block, earlier: Block): Diagnostic {
  const { file, start } = earlier.headerRange;
  return {
    severity: 'error',
    message: `${what} is declared twice; the first, at ${file}:${start.line}, is used`,
    help: 'Remove one of them, or put the second into an override file (override.tf, *_override.tf).',
    range: block.headerRange,
  };
}

import type { Block, Body } from '@plimsoll/hcl';

/**
 * What an override file changes: its attributes replace those of the same name, and its nested blocks replace all blocks of
 * the same type. Spec: https://developer.hashicorp.com/terraform/language/files/override
 */
export function mergeBlocks(base: Block, override: Block): Block {
  return { ...base, body: mergeBodies(base.body, override.body) };
}

function mergeBodies(base: Body, override: Body): Body {
  const replaced = new Set(override.blocks.map(typeOf));
  const lifecycle = base.blocks.find((block) => block.type === 'lifecycle');
  const blocks = override.blocks.map((block) => (block.type === 'lifecycle' && lifecycle ? mergeBlocks(lifecycle, block) : block));
  return {
    attributes: new Map([...base.attributes, ...override.attributes]),
    blocks: [...base.blocks.filter((block) => !replaced.has(typeOf(block))), ...blocks],
    range: base.range,
  };
}

/** A dynamic block counts as what it makes. */
function typeOf(block: Block): string {
  return block.type === 'dynamic' ? (block.labels[0]?.text ?? '') : block.type;
}

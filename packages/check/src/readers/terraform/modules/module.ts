import type { Attribute, Block, Body, Comment, Diagnostic } from '@plimsoll/hcl';

/** The declarations of one directory, overrides merged in. */
export interface TerraformModule {
  readonly directory: string;
  readonly files: readonly string[];
  readonly variables: ReadonlyMap<string, Block>;
  readonly outputs: ReadonlyMap<string, Block>;
  readonly locals: ReadonlyMap<string, Attribute>;
  /** By address in the module: `aws_sqs_queue.jobs`, `data.aws_vpc.main`. */
  readonly resources: ReadonlyMap<string, ResourceBlock>;
  readonly calls: ReadonlyMap<string, Block>;
  readonly providers: readonly Block[];
  readonly settings: readonly Body[];
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ResourceBlock {
  readonly mode: 'resource' | 'data';
  readonly type: string;
  readonly name: string;
  readonly block: Block;
}

export function attributeIn(body: Body, name: string): Attribute | undefined {
  return body.attributes.get(name);
}

/** The text of a quoted string without interpolation. */
export function literalText(attribute: Attribute | undefined): string | undefined {
  const expression = attribute?.expression;
  if (expression?.kind !== 'template') return undefined;
  if (expression.parts.length === 0) return '';
  const [part] = expression.parts;
  return expression.parts.length === 1 && part?.kind === 'text' ? part.value : undefined;
}

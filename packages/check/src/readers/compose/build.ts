import { at, textOf } from '@plimsoll/contract/yaml';
import type { ComposeService } from '../../facts/deployment.ts';
import { resolvePath } from '../shell/index.ts';
import { report } from './context.ts';
import type { ComposeContext } from './context.ts';
import { interpolatedText } from './interpolate.ts';
import { setting } from './layers.ts';
import type { Layer } from './layers.ts';

/** Context and Dockerfile as paths from the scan root; null when the context is a URL or lies above the root. */
export function readBuild(layers: readonly Layer[], context: ComposeContext): ComposeService['build'] {
  const build = setting(layers, 'build');
  if (build === null) return null;
  const contextNode = build.node.kind === 'scalar' ? build.node : at(build.node, 'context');
  const written = contextNode === undefined ? '.' : interpolatedText(textOf(contextNode) ?? '.', context.variables, contextNode.source);
  const source = contextNode?.source ?? build.node.source;
  const folder = resolvePath(build.folder, written);
  if (/:\/\/|^git@|\$\{/.test(written) || folder === '..' || folder.startsWith('../') || written.startsWith('/')) {
    report(context, source, `is built from ${written}, which is not a folder of this repository`);
    return null;
  }
  const dockerfileNode = at(build.node, 'dockerfile');
  const dockerfile = textOf(dockerfileNode);
  const path = dockerfileNode === undefined || dockerfile === undefined ? null : resolvePath(folder, interpolatedText(dockerfile, context.variables, dockerfileNode.source));
  return { context: folder, dockerfile: path, source };
}

import type { StateLife, StateUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { argsOf, boundTo, callName } from '../code/construction.ts';
import { resolveName, typeOfExpression } from '../code/scope.ts';
import { callSite } from '../code/site.ts';
import type { JavaMethod, JavaUnit } from '../code/unit.ts';
import { methodAround } from '../code/unit.ts';
import { shown } from '../value/value.ts';
import { ioAt } from '../work/io.ts';

const disk: StateUse['store'] = { where: 'disk', protectsProcessOnly: false };
const received = /^(MultipartFile|FilePart|Part|FileUpload|CompletedFileUpload)$/;
const temporaryPlace = /createTemp(File|Directory)|java\.io\.tmpdir|"\/tmp\b/;

/** What users send, written to the disk of one instance, and temporary files. */
export function filesOf(unit: JavaUnit, node: SyntaxNode): StateUse | null {
  const method = methodAround(unit, node);
  return method ? (upload(unit, node, method) ?? temporary(unit, node, method)) : null;
}

/** `file.transferTo(path)`, `Files.copy(file.getInputStream(), path)`, `Files.write(path, file.getBytes())`. */
function upload(unit: JavaUnit, node: SyntaxNode, method: JavaMethod): StateUse | null {
  const path = uploadedTo(unit, node);
  if (!path || temporaryPlace.test(textOf(path)) || temporaryPlace.test(madeBy(unit, path))) return null;
  const name = path.type === 'identifier' ? textOf(path) : null;
  return {
    kind: 'state',
    state: 'upload',
    library: 'spring-web',
    site: callSite(unit, node),
    store: disk,
    purpose: `uploaded files, written to ${shown(path)}`,
    life: name !== null && isDeleted(method, name) ? { leaves: null } : {},
  };
}

function uploadedTo(unit: JavaUnit, node: SyntaxNode): SyntaxNode | null {
  const object = child(node, 'object');
  const [first, second] = argsOf(node);
  if (!object || !first) return null;
  const isReceived = (expression: SyntaxNode): boolean =>
    [...walk(expression)].some((each) => each.type === 'identifier' && (each.parent?.type !== 'method_invocation' || each.field === 'object') && received.test(typeOfExpression(unit, each)));
  if (callName(node) === 'transferTo') return received.test(typeOfExpression(unit, object)) ? first : null;
  if (textOf(object) !== 'Files' || !second) return null;
  if (callName(node) === 'copy') return isReceived(first) ? second : null;
  return callName(node) === 'write' && isReceived(second) ? first : null;
}

function madeBy(unit: JavaUnit, path: SyntaxNode): string {
  const found = path.type === 'identifier' ? resolveName(unit, path) : null;
  return found?.variable.value ? textOf(found.variable.value) : '';
}

/** `File.createTempFile`, `Files.createTempFile`, `Files.createTempDirectory`. */
function temporary(unit: JavaUnit, node: SyntaxNode, method: JavaMethod): StateUse | null {
  const object = child(node, 'object');
  if (!object || !/^(File|Files)$/.test(textOf(object)) || !/^createTemp(File|Directory)$/.test(callName(node))) return null;
  const name = boundTo(node);
  return {
    kind: 'state',
    state: 'temporary-file',
    library: 'java.io',
    site: callSite(unit, node),
    store: disk,
    purpose: `temporary files of ${method.name}`,
    life: name === null ? {} : lifeOf(unit, method, node, name),
  };
}

function lifeOf(unit: JavaUnit, method: JavaMethod, made: SyntaxNode, name: string): StateLife {
  const path = new RegExp(`(?<![\\w.])${name.replaceAll('$', '\\$')}(\\.(getPath|getAbsolutePath|toString|toPath|getName|toAbsolutePath)\\(\\))*(?!\\w)`);
  for (const node of method.body ? walk(method.body) : []) {
    if (node.type !== 'method_invocation' || node.start < made.end || !argsOf(node).some((arg) => path.test(textOf(arg)))) continue;
    const io = ioAt(unit, node);
    if (io?.what === 'queue' || io?.what === 'database') return { leaves: { source: sourceOf(node), says: shown(node) } };
  }
  return isDeleted(method, name) ? { leaves: null } : {};
}

function isDeleted(method: JavaMethod, name: string): boolean {
  const pattern = new RegExp(
    `(?<![\\w.])${name.replaceAll('$', '\\$')}(\\.toFile\\(\\))?\\.delete\\(|(delete|deleteIfExists|deleteDirectory|deleteQuietly|forceDelete|deleteRecursively)\\(\\s*${name.replaceAll('$', '\\$')}\\b`,
  );
  return method.body !== null && pattern.test(textOf(method.body));
}

import type { StateUse } from '../../../facts/code.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import { siteOf } from '../code/site.ts';
import type { PythonCall, PythonModule } from '../code/types.ts';
import { objectOf } from '../clients/client.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf } from '../../syntax/index.ts';

/** Uploaded files that a handler writes to the disk of its machine. */
export function uploadUses(module: PythonModule): readonly StateUse[] {
  if (!/request\.files|UploadFile/.test(module.tree.text)) return [];
  return module.calls.flatMap((call) => {
    const library = uploadLibrary(call);
    return library === null ? [] : [{ kind: 'state', state: 'upload', library, site: siteOf(call), store: { where: 'disk', protectsProcessOnly: false }, purpose: 'uploaded files' }];
  });
}

function uploadLibrary(call: PythonCall): string | null {
  const object = objectOf(call);
  if (object && call.written.endsWith('.save') && call.positional.length > 0 && comesFromRequest(object)) return 'flask';
  const from = call.positional[0];
  if (calleeName(call) !== 'shutil.copyfileobj' || from?.type !== 'attribute') return null;
  const file = child(from, 'object');
  const referent = file ? referentOf(file) : null;
  return referent?.kind === 'parameter' && /UploadFile/.test(referent.parameter.annotation ? textOf(referent.parameter.annotation) : '') ? 'fastapi' : null;
}

function comesFromRequest(object: SyntaxNode): boolean {
  if (/request\.files/.test(textOf(object))) return true;
  const referent = object.type === 'identifier' ? referentOf(object) : null;
  return referent?.kind === 'value' && /request\.files/.test(textOf(referent.value));
}

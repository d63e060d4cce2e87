import type { StateUse } from '../../../facts/code.ts';
import type { PythonModule } from '../code/types.ts';
import { djangoState } from './django.ts';
import { limiterUses } from './limiters.ts';
import { lockUses } from './locks.ts';
import { flaskSessions } from './sessions.ts';
import { uploadUses } from './uploads.ts';

export function stateUses(module: PythonModule): readonly StateUse[] {
  return [...lockUses(module), ...flaskSessions(module), ...djangoState(module), ...limiterUses(module), ...uploadUses(module)];
}

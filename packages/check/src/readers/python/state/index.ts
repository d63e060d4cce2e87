import type { StateUse } from '../../../facts/code.ts';
import type { PythonModule } from '../code/types.ts';
import { bufferUses } from './buffers.ts';
import { dictionaryCaches } from './caches.ts';
import { djangoState } from './django.ts';
import { djangoChannelLayers, djangoFiles } from './django-files.ts';
import { flaskCaches } from './flask-caching.ts';
import { functionCaches } from './function-caches.ts';
import { limiterUses } from './limiters.ts';
import { lockUses } from './locks.ts';
import { connectionRegistries } from './registries.ts';
import { flaskSessions } from './sessions.ts';
import { temporaryFiles } from './temporary-files.ts';
import { uploadUses } from './uploads.ts';

const readers: readonly ((module: PythonModule) => readonly StateUse[])[] = [
  lockUses,
  flaskSessions,
  djangoState,
  djangoFiles,
  djangoChannelLayers,
  limiterUses,
  uploadUses,
  temporaryFiles,
  connectionRegistries,
  dictionaryCaches,
  functionCaches,
  flaskCaches,
  bufferUses,
];

export function stateUses(module: PythonModule): readonly StateUse[] {
  return readers.flatMap((read) => read(module));
}

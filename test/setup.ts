// Properties run with the same inputs every time, so that a red run is red again; `npm run bench -- fuzz` and PLIMSOLL_FC_SEED look further.
import { env } from 'node:process';
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(env['PLIMSOLL_FC_SEED'] ?? 1876) }); // the year of the load line

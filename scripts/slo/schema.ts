// Writes the JSON Schema of SLO files: node -C source scripts/slo/schema.ts
import { writeFileSync } from 'node:fs';
import { sloJsonSchema } from '@plimsoll/slo';

writeFileSync(new URL('../../packages/slo/schema/slo.schema.json', import.meta.url), `${JSON.stringify(sloJsonSchema(), null, 2)}\n`);

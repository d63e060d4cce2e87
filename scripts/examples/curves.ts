// node -C source scripts/examples/curves.ts
// Draws docs/curves.svg and docs/ablation.svg from what was measured, and fills the section on the examples in bench/RESULTS.md. Files that are not there are left out.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readCurves } from '@plimsoll/gate/curves';
import type { Ablation } from '../../examples/ablation/result.ts';
import { ablationTable } from '../../examples/ablation/result.ts';
import type { Losses } from '../../examples/local/losses-file.ts';
import { fill } from '../bench/results.ts';
import { ablationPicture } from './ablation-picture.ts';
import { curvesPicture } from './curves-picture.ts';
import { curvesTable, lossesTable } from './tables.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

withFile('bench/examples/curves.json', (text) => {
  const read = readCurves(text);
  if (!read.ok) throw new Error(`bench/examples/curves.json: ${read.message}`);
  writeFileSync(path('docs/curves.svg'), curvesPicture(read.curves));
  fill('curves', curvesTable(read.curves));
});
withFile('bench/examples/losses.json', (text) => fill('losses', lossesTable(JSON.parse(text) as Losses)));
withFile('bench/examples/ablation.json', (text) => {
  const ablation = JSON.parse(text) as Ablation;
  writeFileSync(path('docs/ablation.svg'), ablationPicture(ablation));
  fill('ablation', ablationTable(ablation));
});

function withFile(name: string, use: (text: string) => void): void {
  if (existsSync(path(name))) use(readFileSync(path(name), 'utf8'));
  else console.log(`${name} is not there`);
}

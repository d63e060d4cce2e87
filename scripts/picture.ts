// Draws the pictures of the terminal in the README from real runs: node -C source scripts/picture.ts check|tour
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkLines } from './pictures/check.ts';
import { terminalPicture } from './pictures/terminal.ts';
import { tourLines } from './pictures/tour.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const pictures = {
  check: { file: 'docs/picture.svg', lines: checkLines, says: 'plimsoll check: the scorecard of the eight principles and a finding with its evidence lines' },
  tour: { file: 'docs/tour.svg', lines: tourLines, says: 'npm start: two systems under the same rising load, and the verdict of the gate on each' },
} as const;

for (const name of process.argv.slice(2)) {
  const picture = Object.entries(pictures).find(([each]) => each === name)?.[1];
  if (!picture) throw new Error(`there is no picture ${name}; there are ${Object.keys(pictures).join(', ')}`);
  writeFileSync(`${root}${picture.file}`, terminalPicture(await picture.lines(root), picture.says));
}

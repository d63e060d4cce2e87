// node -C source scripts/gate/run.ts simulation | jmh DIR | sap DIR | trend DIR | faults | live FILE [MINUTES]
// What the verdicts of the gate get wrong, measured through the very functions that the product calls. DIR holds data that is fetched, never
// committed: jmh is a checkout of SEALABQualityGroup/icpe-data-challenge-jmh; sap and trend: a folder with the series of SAP/performance-regression-data-set
// (NNNNN__metric__unit.csv) and rq3/annotations.json of mtucci/changepoint-performance-regression-study. Prints markdown.

import { gateBench, gateBenches } from './bench.ts';

const [what = '', directory, minutes] = process.argv.slice(2);
const print = await gateBench(what, directory, minutes);
if (print === null) {
  console.error(`${what === '' ? 'nothing' : what} is no bench: ${gateBenches.join(', ')}`);
  process.exitCode = 1;
} else console.log(print);

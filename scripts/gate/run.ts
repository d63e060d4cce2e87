// node -C source scripts/gate/run.ts simulation | jmh DIR | sap DIR | trend DIR | faults
// What the verdicts of the gate get wrong, measured through the very functions that the product calls. DIR holds data that is fetched, never
// committed: jmh is a checkout of SEALABQualityGroup/icpe-data-challenge-jmh; sap and trend: a folder with the series of SAP/performance-regression-data-set
// (NNNNN__metric__unit.csv) and rq3/annotations.json of mtucci/changepoint-performance-regression-study. Prints markdown.
import { faults } from './faults.ts';
import { jmh } from './jmh.ts';
import { sap } from './sap.ts';
import { simulation } from './simulation.ts';
import { trend } from './trend.ts';

const [what, directory = '.'] = process.argv.slice(2);
const benches: Readonly<Record<string, () => string>> = { simulation, jmh: () => jmh(directory), sap: () => sap(directory), trend: () => trend(directory), faults };
const bench = benches[what ?? ''];
if (bench) console.log(`<!-- gate-validation -->\n${bench()}\n<!-- /gate-validation -->`);
else {
  console.error(`${what ?? 'nothing'} is no bench: simulation, jmh DIR, sap DIR, trend DIR or faults`);
  process.exitCode = 1;
}

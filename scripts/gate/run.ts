// node -C source scripts/gate/run.ts simulation | jmh DIR | sap DIR | trend DIR | faults | live FILE [MINUTES]
// What the verdicts of the gate get wrong, measured through the very functions that the product calls. DIR holds data that is fetched, never
// committed: jmh is a checkout of SEALABQualityGroup/icpe-data-challenge-jmh; sap and trend: a folder with the series of SAP/performance-regression-data-set
// (NNNNN__metric__unit.csv) and rq3/annotations.json of mtucci/changepoint-performance-regression-study. Prints markdown.
import { faults } from './faults.ts';
import { jmh } from './jmh.ts';
import { live } from './live.ts';
import { sap } from './sap.ts';
import { simulation } from './simulation.ts';
import { trend } from './trend.ts';

const [what, directory = '.', minutes = '600'] = process.argv.slice(2);
const benches: Readonly<Record<string, () => string | Promise<string>>> = {
  simulation,
  jmh: () => jmh(directory),
  sap: () => sap(directory),
  trend: () => trend(directory),
  faults,
  live: () => live(directory, { same: 150, slower: 40 }, Number(minutes)),
};
const bench = benches[what ?? ''];
if (bench) console.log(`<!-- gate-validation -->\n${await bench()}\n<!-- /gate-validation -->`);
else {
  console.error(`${what ?? 'nothing'} is no bench: simulation, jmh DIR, sap DIR, trend DIR, faults or live FILE`);
  process.exitCode = 1;
}

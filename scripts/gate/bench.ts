import { faults } from './faults.ts';
import { jmh } from './jmh.ts';
import { live } from './live.ts';
import { sap } from './sap.ts';
import { simulation } from './simulation.ts';
import { trend } from './trend.ts';

export const gateBenches = ['simulation', 'faults', 'jmh', 'sap', 'trend', 'live'] as const;

/** The markdown of one bench of the verdicts; null where there is none of that name. `place`: the folder of data, or the file of live verdicts. */
export async function gateBench(name: string, place = '.', minutes = '600'): Promise<string | null> {
  switch (gateBenches.find((each) => each === name)) {
    case 'simulation':
      return simulation();
    case 'faults':
      return faults();
    case 'jmh':
      return jmh(place);
    case 'sap':
      return sap(place);
    case 'trend':
      return trend(place);
    case 'live':
      return live(place, { same: 150, slower: 40 }, Number(minutes));
    default:
      return null;
  }
}

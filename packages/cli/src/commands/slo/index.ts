import { groupOf } from '../group.ts';
import type { Run } from '../group.ts';

const usage = `usage: plimsoll slo <command> [options] [directory or file]

  lint    hold SLO files against the rules of SLO files
  rules   write Prometheus rules for them, and tests of those rules
  init    begin an SLO file for a service
  status  what is left of the error budgets, and until when it lasts
  gate    decide by them whether a change may be deployed
  export  write SLO files in the shape of OpenSLO, Sloth or WAF++

SLO files are the principle's own shape, OpenSLO v1 and v1alpha, Sloth and Pyrra. plimsoll slo <command> --help prints a command's own page.
`;

export const run: Run = groupOf('slo', usage, {
  lint: () => import('./lint.ts'),
  rules: () => import('./rules.ts'),
  init: () => import('./init.ts'),
  status: () => import('./status/index.ts'),
  gate: () => import('./gate/index.ts'),
  export: () => import('./export.ts'),
});

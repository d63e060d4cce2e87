import type { GateReport } from '@plimsoll/gate';
import { printJson } from '../json/print.ts';

/** The verdict for programs; `schema/gate-report.schema.json` of the cli describes it. What is no number (the naive rule knows no p-value) is null. */
export function gateJson(report: GateReport): string {
  return printJson(JSON.parse(JSON.stringify(report)));
}

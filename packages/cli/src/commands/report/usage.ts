export const usage = `usage: plimsoll report [options] [directory]

Writes one page about a system: how the principles are kept, a map with the findings on the parts that they concern, the
findings with their lines, latency over load where runs are stored, decisions and debt, and what could not be read. The
page is one file: it needs no network and no server, and tells nobody that it was opened.

  --out FILE               where to write it (default: .plimsoll/report/index.html in the directory)
  --budgets FILE           show the error budgets that plimsoll slo status --record FILE kept
  --curves FILE            show latency over load as measured there, of one system or of several under the same load
                           (schema/curves.schema.json); the highest load within the objective is marked
  --env NAME               only this environment (plimsoll map lists them)
  --today YYYY-MM-DD       the date to judge by (default: today)
  --help                   print this page

Ends with 0 when the page is written, whatever it says; plimsoll check is the command whose exit code is a verdict.
`;

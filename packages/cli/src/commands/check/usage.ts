export const usage = `usage: plimsoll check [options] [directory]

Reads the whole repository, builds one model of the system and holds it against the eight principles.

what to print
  --format NAME[=FILE]     text, json, sarif, junit, markdown, html or github; repeat it to write several,
                           one of them to standard output (default: text)
  --all                    every finding in full, also the undecided

how to judge
  --today YYYY-MM-DD       the date to judge by (default: today)
  --fail-on LEVEL          from which findings on the exit code is not 0: error (default), warning, info,
                           undecided (errors are 1, else anything undecided is 3) or never

  --no-cache               read everything anew, and leave .plimsoll/cache alone
  --help                   print this page
`;

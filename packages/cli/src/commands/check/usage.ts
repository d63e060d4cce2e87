export const usage = `usage: plimsoll check [options] [directory]

Reads the whole repository, builds one model of the system and holds it against the eight principles.

what to print
  --format NAME[=FILE]     text, json, sarif, junit, markdown, html or github; repeat it to write
                           several, one of them to standard output (default: text)
  --all                    every finding in full, also the undecided

what to judge
  --principle DP4          only this principle; repeatable
  --rule ID                only this rule, such as dp4/pool-size-not-set; repeatable
  --env NAME               only this environment (plimsoll map lists them)
  --today YYYY-MM-DD       the date to judge by (default: today)

what is known already
  --since REF              only what is new since a branch, tag or commit; it is judged from git, and
                           nothing is checked out
  --baseline FILE          findings in FILE are known and do not count
  --write-baseline FILE    write what is found to FILE; with --baseline, only what is known and still found
  .plimsoll/ignore.yml     findings that are left, each with rule, subject or path, reason and until

exit code
  --fail-on LEVEL          from which findings on it is 1: error (default), warning, info; never: always 0;
                           undecided: 1 for errors, else 3 for anything undecided

  --no-cache               read everything anew, and leave .plimsoll/cache alone
  --help                   print this page
`;

import { limitUsage } from '../../measured/limits.ts';

export const usage: string = `usage: plimsoll gate --base REF|COMMAND|URL --head .|COMMAND|URL [options]     compare on this machine
       plimsoll gate --head COMMAND|URL [options]                            limits, and earlier runs
       plimsoll gate --results FILE [options]                                judge what another tool measured
       plimsoll gate --self-test --base COMMAND|URL [options]                base against base, for the record

Judges a load test: whether it can prove anything, whether the limits hold, and whether head is slower than base. A comparison
starts both, sends the same load to both in slices that take turns, and starts them anew for the next block.

  --start COMMAND         how a checkout is started; then --base and --head name commits, or . for the work tree (the default of --head)
  --build COMMAND         what a checkout needs before it is started
  --reset COMMAND         brings the data back to where it was, before each block
  --ready PATH            answers below 500 when the system is ready (default: /)
  --ready-within 60s      how long that may take (default: 60s)
  --mode quick|nightly    4 blocks, or up to 10 with looks after 4, 6, 8 and 10 (default: quick)
  --scenario FILE         what is sent (default: what plimsoll.yml names); or --path /payments/1 for a single request
  --rate 100/s            to each arm in turn (default: 100/s)
  --slice 5s              length of a slice; six for each arm and block (default: 5s; 500ms where the rate is 400/s or more)
  --duration 30s          of a run without comparison (default: 30s)
  also --poisson --warm-up --timeout --connections --in-flight --workers --seed --target-allowed, as of plimsoll load

  --results FILE          a file of k6, Gatling, JMeter, Locust, Artillery, vegeta, oha, wrk, autocannon, HdrHistogram, Prometheus or
                          Plimsoll; repeatable: parts of one run are added up
  --base-results FILE     the same of an earlier run; three or more runs are compared as a history does

${limitUsage}

  --rule gate-1|ratio     ratio is DP7's own rule: P99 of head above --max times that of base (default: gate-1)
  --max 1.10              for --rule ratio
  --history BRANCH|DIR|none   where runs are kept (default: the branch plimsoll-runs); --history-remote NAME shares it
  --record                adds the run to the history; a self test is always added
  --comment               keeps one comment on the pull request or merge request (PLIMSOLL_TOKEN)
  --format text|json|junit|markdown|html|github[=FILE]   repeatable
  --today YYYY-MM-DD      the date to judge by
  --quiet                 no view of the load while it runs
  --help                  print this page

exit codes: 0 pass · 1 fail · 2 usage · 3 inconclusive or invalid
`;

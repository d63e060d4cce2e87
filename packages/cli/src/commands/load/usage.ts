import { limitUsage } from '../../measured/limits.ts';

export const usage: string = `usage: plimsoll load [options] URL
       plimsoll load [options] --scenario FILE [URL]

Sends load on a schedule and says how long answers took, counted from when each request was meant to start: a server that stalls
is seen by every request that it delays. Targets other than this machine have to be allowed by name.

  --rate 500/s            arrivals a second; 100/s..500/s rises in a straight line (default: 50/s)
  --steps 100/s,200/s     rates one after the other, each for an equal part of the duration
  --spike 1000/s          this rate in the middle tenth of the duration, --rate before and after
  --poisson               random gaps instead of even ones, as users make them
  --replay FILE           start times in milliseconds, one a line
  --vus 50                closed model: so many users, each waiting for its answer; hides what --rate shows
  --duration 30s          how long it is measured (default: 30s)
  --warm-up 5s            before that, counted apart (default: a fifth of the duration, at most 10s)
  --timeout 10s           an answer that takes longer is an error (default: 10s)
  --slice 5s              length of the stretches that are kept apart (default: 5s, at most a sixth of the duration)
  --connections N         kept open (default: a tenth of the rate, from 16 to 512)
  --in-flight N           most requests under way and waiting; more is overload (default: 20 × connections)
  --workers N             threads that send (default: 1, above 4000/s one more for each 4000/s)
  --seed N                of random gaps and choices (default: 1)

  --scenario FILE         requests in YAML (schema: packages/gate/schema/scenario.schema.json), or a k6 script, which a k6 on the path runs
  --kubernetes            print manifests for k6-operator instead (--parallelism 2 --namespace default --claim plimsoll-results)
  --method POST --header 'name: value' --body TEXT|@FILE     of a single URL; --header is repeatable

${limitUsage}

  --target-allowed HOST   a host besides this machine that load may be sent to; repeatable
  --format text|json[=FILE]   repeatable; json is the run as the history stores it
  --quiet                 no view of the load while it runs
  --help                  print this page

exit codes: 0 sent, and within the limits · 1 over a limit · 2 usage · 3 not to be judged: the generator was too busy, the server died, too few requests
`;

import { describe, expect, it } from 'vitest';
import type { PipelineAct } from '../../facts/index.ts';
import { job, kinds, read, run, steps } from './testing/read.ts';
import type { Files } from './testing/read.ts';

describe('load tests', () => {
  it.each([
    ['k6 run load/orders.js', 'k6'],
    ['./bin/k6 run --quiet load/orders.js', 'k6'],
    ['docker run --rm -v $PWD/load:/load grafana/k6 run /load/orders.js', 'k6'],
    ['docker run --rm -i grafana/k6 run - < load/orders.js', 'k6'],
    ['npx artillery@2 run load/orders.yml', 'artillery'],
    ['python -m locust -f load/locustfile.py --headless -u 50 -t 5m --host http://orders', 'locust'],
    ['./gradlew gatlingRun', 'gatling'],
    ['mvn -B -pl load gatling:test', 'gatling'],
    ['./mvnw io.gatling:gatling-maven-plugin:4.9.6:test', 'gatling'],
    ['mvn verify com.lazerycode.jmeter:jmeter-maven-plugin:3.8.0:jmeter', 'jmeter'],
    ['jmeter -n -t load/orders.jmx -l results.jtl', 'jmeter'],
    ['npx autocannon -c 100 http://localhost:3000', 'autocannon'],
    ['echo "GET http://orders" | vegeta attack -duration=30s | tee results.bin | vegeta report', 'vegeta'],
    ['hey -n 1000 http://orders/', 'hey'],
  ])('%s', (command, tool) => {
    expect(kinds(run(command))).toContain(`load-test ${tool}`);
  });

  it.each([
    'k6 version',
    'k6 inspect load/orders.js',
    'locust -f locustfile.py',
    'lhci autorun',
    'go test -bench=. ./...',
    'go install github.com/rakyll/hey@latest',
    'npm install -g artillery',
    'vegeta report results.bin',
    'pytest tests/load',
    'mvn gatling:help',
    'jmeter --version',
    'mvn dependency:get -Dartifact=io.gatling:gatling-maven-plugin:4.9.6',
  ])('is silent on: %s', (command) => {
    expect(run(command)).toEqual([]);
  });

  it('names the script from the scan root, also in the working directory, through a mount or a pattern', () => {
    const target = (acts: readonly PipelineAct[]): unknown => acts.map((act) => act.target && 'value' in act.target && act.target.value);
    expect(target(steps('- run: k6 run orders.js\n  working-directory: tests/load'))).toEqual(['tests/load/orders.js']);
    expect(target(run('cd tests && k6 run load/orders.js'))).toEqual(['tests/load/orders.js']);
    expect(target(run('(cd tests && ls); k6 run orders.js'))).toEqual(['orders.js']);
    expect(target(run('docker run -v "$PWD/load":/load grafana/k6 run /load/orders.js'))).toEqual(['load/orders.js']);
    const files = { 'load/a.js': '', 'load/b.js': '', 'load/deep/c.js': '' };
    expect(target(steps("- uses: grafana/run-k6-action@v1\n  with: { path: './load/*.js' }", files))).toEqual(['load/a.js', 'load/b.js']);
    expect(steps("- uses: grafana/run-k6-action@v1\n  with: { path: './load/*.js', only-verify-scripts: true }", files)).toEqual([]);
    const simulation = { 'load/src/gatling/java/harbour/OrdersSimulation.java': '' };
    for (const command of [
      'mvn gatling:test -Dgatling.simulationClass=harbour.OrdersSimulation',
      './gradlew gatlingRun --simulation harbour.OrdersSimulation',
      'gatling.sh -s harbour.OrdersSimulation',
    ]) {
      expect(target(run(command, simulation))).toEqual(Object.keys(simulation));
    }
    expect(run('mvn gatling:test', simulation)).toMatchObject([{ tool: 'gatling', target: null }]);
    expect(run('k6 run "$SCRIPT"')[0]?.target).toMatchObject({ needs: { cause: 'no-value-given' } });
  });

  it('takes scripts from the arguments of a runner that takes them from its own', () => {
    const runner = '#!/bin/bash\nwhile getopts "t:" f; do case $f in t) TESTS="$OPTARG" ;; esac; done\nfor test in $TESTS; do\n  k6 run --no-thresholds "$test"\ndone\n';
    const acts = run("./run.sh -t 'load/*.js'", { 'run.sh': runner, 'load/orders.js': '' });
    expect(acts).toMatchObject([{ tool: 'k6', thresholdsOff: true, target: { value: 'load/orders.js', basis: 'derived' }, via: { file: 'run.sh', line: 4 } }]);
  });

  it('knows whose failure is ignored', () => {
    const ignored = (command: string): boolean | undefined => run(command)[0]?.ignoresFailure;
    expect(ignored('k6 run orders.js || true')).toBe(true);
    expect(ignored('k6 run orders.js || echo "slow"')).toBe(true);
    expect(ignored('k6 run orders.js || { echo "slow"; }')).toBe(true);
    expect(ignored('k6 run orders.js | tee out.txt')).toBe(true);
    expect(ignored('set -o pipefail\nk6 run orders.js | tee out.txt')).toBe(false);
    expect(ignored('k6 run orders.js || { echo "slow"; exit 1; }')).toBe(false);
    expect(ignored('k6 run orders.js || exit 1')).toBe(false);
    expect(ignored('k6 run orders.js && echo fine')).toBe(false);
    expect(steps('- run: k6 run orders.js\n  continue-on-error: true')[0]?.ignoresFailure).toBe(true);
    expect(steps('- run: k6 run orders.js | tee out.txt\n  shell: bash')[0]?.ignoresFailure).toBe(false);
  });

  it('leaves the log of a running load generator undecided', () => {
    const acts = run('ERRORS=$(kubectl logs -l app=loadgenerator | grep Aggregated | awk \'{print $3}\')\nif [[ "$ERRORS" -gt 0 ]]; then\n  exit 1\nfi');
    expect(kinds(acts)).toEqual(['load-test load-generator log?']);
    expect(run('kubectl logs -l app=loadgenerator')).toEqual([]);
  });
});

describe('criteria and comparisons', () => {
  const after = (command: string, others: Files = {}): readonly string[] => kinds(run(`k6 run --out json=results.json --summary-export=summary.json load/orders.js\n${command}`, others)).slice(1);

  it.each([
    ['node check.js results.json --p95 200', ['criteria script']],
    ['python limits.py results.json --max-error-rate=0.01', ['criteria script']],
    [`jq -e '.metrics.http_req_duration["p(95)"] < 200' summary.json`, ['criteria jq']],
    [`P95=$(jq '.metrics.http_req_duration["p(95)"]' summary.json)\nif (( $(echo "$P95 > 200" | bc -l) )); then\n  exit 1\nfi`, ['criteria shell']],
    ['plimsoll gate --results results.json', ['criteria plimsoll']],
    ['plimsoll gate --results results.json --base main', ['comparison plimsoll', 'criteria plimsoll']],
    ['python judge.py results.json', ['criteria script?']],
    ['python compare.py results.json baseline.json', ['comparison script']],
    ['python check.py --regression-threshold=0.1 --p99-threshold=500 results.json', ['comparison script', 'criteria script']],
  ])('%s', (command, expected) => {
    expect(after(command)).toEqual(expected);
  });

  it.each([
    'cat results.json',
    'jq .metrics summary.json',
    'aws s3 cp results.json s3://reports/',
    'cp results.json old.json',
    'gh release upload v1 results.json',
    'npm run compare-docs',
    'python report.py other.json',
  ])('is silent on: %s', (command) => {
    expect(after(command)).toEqual([]);
  });

  it('looks into the called program', () => {
    const body = (text: string): readonly string[] => after('python judge.py results.json', { 'judge.py': text });
    expect(body('import sys\np95 = read()\nif p95 > 200:\n    sys.exit(1)\n')).toEqual(['criteria script']);
    expect(body('print(open("results.json").read())\n')).toEqual([]);
    expect(body('import sys\nif odd(read()):\n    sys.exit(1)\n')).toEqual(['criteria script?']);
  });

  it('judges results of an earlier job', () => {
    const workflow = read(
      'on: push\njobs:\n  load:\n    steps:\n      - run: k6 run --summary-export=orders-summary.json load/orders.js\n  judge:\n    needs: load\n    steps:\n      - uses: actions/download-artifact@v4\n      - run: node judge.mjs orders-summary.json\n',
    );
    expect(kinds(job(workflow, 'judge').acts)).toEqual(['criteria script?']);
  });

  it('does not take micro benchmarks for load', () => {
    expect(
      steps('- run: go test -bench=. | tee out.txt\n- uses: benchmark-action/github-action-benchmark@v1\n  with: { tool: go, output-file-path: out.txt }\n- run: benchstat old.txt out.txt'),
    ).toEqual([]);
    const acts = steps('- run: k6 run load/orders.js\n- uses: benchmark-action/github-action-benchmark@v1\n  with: { tool: customSmallerIsBetter, output-file-path: out.json }');
    expect(acts).toMatchObject([{ act: 'load-test' }, { act: 'comparison', ignoresFailure: true }]);
  });
});

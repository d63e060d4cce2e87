import { describe, expect, it } from 'vitest';
import { job, kinds, read, readAll, run, steps } from './testing/read.ts';

const principlesWorkflow = `# .github/workflows/deploy.yml
jobs:
  performance-validation:
    needs: [build, unit-test, integration-test]
    runs-on: ubuntu-latest
    steps:
      - name: Run k6 Load Test
        run: |
          k6 run \\
            --vus 50 --duration 5m \\
            --env BASE_URL=\${{ env.STAGING_URL }} \\
            --out json=results.json \\
            tests/performance/payment-api.js

      - name: Check Acceptance Criteria
        run: |
          # P95 < 200ms, P99 < 500ms, Error Rate < 0.1%
          python scripts/validate-perf-results.py results.json \\
            --p95-threshold 200 \\
            --p99-threshold 500 \\
            --error-rate-threshold 0.001

      - name: Compare to Baseline
        run: |
          # Fail if P99 > 110% of the last successful baseline
          python scripts/compare-to-baseline.py results.json \\
            --regression-threshold 0.10
`;

describe('the workflow of DP7', () => {
  const { jobs } = read(principlesWorkflow);
  const acts = jobs[0]?.acts ?? [];

  it('runs a load test, holds it against criteria and compares it with a baseline', () => {
    expect(kinds(acts)).toEqual(['load-test k6', 'criteria script', 'comparison script']);
    expect(jobs[0]?.needs).toEqual(['build', 'unit-test', 'integration-test']);
    expect(acts.every((act) => !act.ignoresFailure)).toBe(true);
  });

  it('takes target and load from the command line', () => {
    expect(acts[0]?.target).toMatchObject({ value: 'tests/performance/payment-api.js', basis: 'stated' });
    expect(acts[0]?.load).toEqual({ vus: 50, iterations: null, durationMs: 300_000 });
    expect(acts[0]?.source).toMatchObject({ file: '.github/workflows/deploy.yml', line: 9, column: 11, endLine: 13 });
  });

  it('takes the thresholds from the arguments, with their places', () => {
    expect(acts[1]?.thresholds.map(({ name, value }) => `${name} ${value}`)).toEqual(['p95-threshold 200', 'p99-threshold 500', 'error-rate-threshold 0.001']);
    expect(acts[1]?.thresholds[0]?.source).toEqual({ file: '.github/workflows/deploy.yml', line: 19, column: 13, endLine: 19, endColumn: 32 });
    expect(acts[2]?.thresholds.map(({ name, value }) => `${name} ${value}`)).toEqual(['regression-threshold 0.10']);
  });

  it('does none of the three without the three steps', () => {
    const without = read(`${principlesWorkflow.slice(0, principlesWorkflow.indexOf('    steps:'))}    steps:\n      - run: make build\n`);
    expect(without.jobs[0]?.acts).toEqual([]);
  });
});

describe('jobs', () => {
  it('reads needs, condition, environment, calls and the trigger', () => {
    const workflow = read(
      `name: Ship
on:
  push: { branches: [main, 'release/**'] }
  workflow_run: { workflows: [Build], types: [completed] }
jobs:
  build: { runs-on: x, steps: [] }
  ship:
    needs: build
    if: github.ref == 'refs/heads/main'
    environment: { name: production, url: https://orders.example }
    continue-on-error: true
    steps:
      - run: helm upgrade --install orders ./charts/orders
  reuse:
    needs: [build, ship]
    uses: ./.github/workflows/_release.yml
    with: { environment: staging }
  far:
    uses: harbour/pipelines/.github/workflows/ship.yml@v3
`,
      { '.github/workflows/_release.yml': 'on: workflow_call' },
    );
    expect(workflow).toMatchObject({ triggers: ['push', 'workflow_run'], triggerBranches: ['main', 'release/**'], manualOnly: false, example: false });
    expect(workflow.runsAfter.map(({ workflow: name }) => name)).toEqual(['Build']);
    expect(job(workflow, 'ship')).toMatchObject({ needs: ['build'], environment: 'prod', continueOnError: true, condition: "github.ref == 'refs/heads/main'" });
    expect(job(workflow, 'ship').acts).toMatchObject([{ act: 'deploy', tool: 'helm', environment: 'prod', ignoresFailure: true, target: { value: 'orders' } }]);
    expect(job(workflow, 'reuse')).toMatchObject({ needs: ['build', 'ship'], environment: 'stage', calls: { file: '.github/workflows/_release.yml' } });
    expect(job(workflow, 'far').calls?.file).toBe('harbour/pipelines/.github/workflows/ship.yml@v3');
  });

  it('knows manual workflows, and leaves out what can never run', () => {
    const workflow = read(
      `on:\n  workflow_dispatch:\njobs:\n  a:\n    if: false\n    steps:\n      - run: terraform apply\n  b:\n    steps:\n      - if: \${{ false }}\n        run: terraform apply\n`,
    );
    expect(workflow.manualOnly).toBe(true);
    expect(workflow.jobs.flatMap(({ acts }) => acts)).toEqual([]);
  });

  it('puts in a matrix value where there is one only', () => {
    const yaml = (values: string): string => `on: push\njobs:\n  ship:\n    strategy: { matrix: { env: ${values} } }\n    environment: \${{ matrix.env }}\n    steps:\n      - run: cf push orders\n`;
    expect(read(yaml('[production]')).jobs[0]).toMatchObject({ environment: 'prod', acts: [{ tool: 'cf', environment: 'prod' }] });
    expect(read(yaml('[staging, production]')).jobs[0]).toMatchObject({ environment: null, acts: [{ environment: null }] });
  });

  it('marks workflows that are no pipeline of this repository', () => {
    const text = 'on: push\njobs: { a: { steps: [] } }\n';
    for (const path of ['.github/workflows/example_load.yaml', 'services/fruit/.github/workflows/ci.yml', 'docs/templates/.github/workflows/ci.yml']) {
      expect(readAll({ [path]: text }, path).workflow?.example).toBe(true);
    }
    expect(read(text).example).toBe(false);
  });
});

describe('deploy', () => {
  it.each([
    ['kubectl apply -f k8s/orders.yaml', 'kubectl', 'k8s/orders.yaml'],
    ['kubectl -n prod set image deployment/orders orders=$IMAGE', 'kubectl', 'deployment/orders'],
    ['kustomize build overlays/prod | kubectl apply -f -', 'kubectl', null],
    ['sudo -E helm upgrade --install orders charts/orders --values values-production.yaml', 'helm', 'orders'],
    ['terraform -chdir=infra/api apply -auto-approve', 'terraform', 'infra/api'],
    ['terragrunt run --non-interactive -- apply -auto-approve', 'terragrunt', null],
    ['aws ecs update-service --cluster harbour --service orders --force-new-deployment', 'ecs', 'orders'],
    ['aws lambda update-function-code --function-name invoices --image-uri $URI', 'lambda', 'invoices'],
    ['aws s3 sync dist s3://orders-frontend --delete', 's3', 's3://orders-frontend'],
    ['npx cdk deploy OrdersStack --require-approval never', 'cdk', 'OrdersStack'],
    ['gcloud --quiet beta run deploy orders --image x --region europe-west1', 'gcloud', 'orders'],
    ['az webapp deploy --name orders --src-path app.zip', 'az', 'orders'],
    ['timeout 10m flyctl deploy --remote-only', 'flyctl', null],
    ['ssh deploy@harbour "cd /srv/orders && docker compose pull && docker compose up -d"', 'ssh', null],
    ['URL=$(vercel deploy --prod --yes)', 'vercel', null],
    ["bash -c 'skaffold run -p prod'", 'skaffold', null],
  ])('%s', (command, tool, target) => {
    const acts = run(command);
    expect(kinds(acts)).toEqual([`deploy ${tool}`]);
    expect(acts[0]?.target === null ? null : acts[0]?.target && 'value' in acts[0].target ? acts[0].target.value : undefined).toBe(target);
  });

  it.each([
    'helm lint charts/orders',
    'helm template orders charts/orders',
    'helm upgrade --install ingress-nginx ingress-nginx/ingress-nginx',
    'terraform plan -out plan.bin',
    'terraform apply -destroy',
    'kubectl apply --dry-run=client -f k8s/',
    'kubectl create secret generic keys --from-literal=a=b --dry-run=client -o yaml | kubectl apply -f -',
    'kubectl apply -f https://harbour.example/operator.yaml',
    'kubectl rollout status deployment/orders',
    'cat <<EOF | kubectl apply -f -\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: pr-7\nEOF',
    'docker push harbour/orders:1',
    'npm publish',
    'aws s3 cp report.json s3://reports/report.json',
    'aws s3 sync coverage s3://reports/coverage',
    'aws s3 sync s3://orders-frontend backup',
    'aws --endpoint-url http://localhost:4566 lambda update-function-code --function-name x',
    '# kubectl apply -f k8s/',
    'echo "then run kubectl apply -f k8s/"',
    'mkdocs gh-deploy --force',
    'netlify deploy --dir storybook-static',
    "cat > notes.txt <<'EOF'\nterraform apply\nEOF",
  ])('is silent on: %s', (command) => {
    expect(run(command)).toEqual([]);
  });

  it('knows actions, and tells sure names from unsure ones', () => {
    const uses = (action: string, given = ''): readonly string[] => kinds(steps(`- uses: ${action}${given}`));
    expect(uses('aws-actions/amazon-ecs-deploy-task-definition@v2', '\n  with: { service: orders, cluster: harbour }')).toEqual(['deploy ecs']);
    expect(uses('harbour/action-deployer-openshift@v4')).toEqual(['deploy harbour/action-deployer-openshift']);
    expect(uses('harbour/deploy-it@v4')).toEqual(['deploy harbour/deploy-it?']);
    expect(uses('actions/deploy-pages@v4')).toEqual([]);
    expect(uses('peaceiris/actions-gh-pages@v4')).toEqual([]);
    expect(uses('docker/build-push-action@v6', '\n  with: { push: true }')).toEqual([]);
    expect(uses('bobheadxi/deployments@v1')).toEqual([]);
  });

  it('leaves out a cluster that the job makes for itself, and calls what it takes down again a test', () => {
    expect(steps('- uses: helm/kind-action@v1\n- run: helmfile apply -f app.yaml')).toEqual([]);
    expect(steps('- run: k3d cluster create\n- run: kubectl apply -f k8s/')).toEqual([]);
    expect(steps('- run: azd up --no-prompt\n- run: azd down --force')).toMatchObject([{ tool: 'azd', environment: 'test' }]);
  });

  it('finds the environment in the command, else the job, else the names; a pull request makes a preview', () => {
    expect(run('kubectl --context prod-eu apply -f k8s/')[0]?.environment).toBe('prod');
    expect(run('helm upgrade orders charts/orders > /dev/null')[0]?.environment).toBe(null);
    expect(run('helm upgrade orders registry.example.dev/orders')[0]?.environment).toBe(null);
    expect(run('cf push orders', {}, 'name: Deploy to production\non: push')[0]?.environment).toBe('prod');
    expect(run('cf push orders', {}, 'name: Tests for production\non: push')[0]?.environment).toBe(null);
    expect(run('cf push orders', {}, 'on: pull_request')[0]?.environment).toBe('preview');
  });

  it('does not take constants for infrastructure', () => {
    const constants = { 'infra/config/main.tf': 'output "region" { value = "eu" }', 'infra/api/main.tf': 'resource "aws_ecs_service" "api" {}' };
    expect(run('terraform -chdir=infra/config apply -auto-approve', constants)).toEqual([]);
    expect(kinds(run('terraform -chdir=infra/api apply -auto-approve', constants))).toEqual(['deploy terraform']);
    expect(kinds(run('terraform -chdir=infra/api apply -target=aws_iam_role.migrator', constants))).toEqual(['deploy terraform?']);
    expect(kinds(run('TF_CLI_ARGS_apply="-auto-approve -target=x.y" make infra', { Makefile: 'infra:\n\tterraform apply\n' }))).toEqual(['deploy terraform?']);
  });
});

describe('called scripts', () => {
  it('follows npm, make and shell scripts to the line that acts', () => {
    const others = {
      'web/package.json': '{\n  "scripts": {\n    "ship": "bash ../scripts/ship.sh prod"\n  }\n}',
      'scripts/ship.sh': '#!/bin/bash\nset -e\nhelm upgrade orders charts/orders -f "values-$1.yaml"\n',
      Makefile: 'IMAGE = orders\n\ndeploy: build\n\t@kubectl apply -f $(FILE)\n\nbuild:\n\tdocker build -t $(IMAGE) .\n',
    };
    const [npm] = steps('- run: npm run ship\n  working-directory: web', others);
    expect(npm).toMatchObject({ tool: 'helm', source: { line: 6 }, via: { file: 'scripts/ship.sh', line: 3 }, environment: 'prod' });
    const [make] = run('make deploy FILE=k8s/orders.yaml', others);
    expect(make).toMatchObject({ tool: 'kubectl', via: { file: 'Makefile', line: 4 }, target: { value: 'k8s/orders.yaml' } });
  });

  it('ends where scripts call each other', () => {
    const others = { 'a.sh': '#!/bin/sh\n./b.sh\n', 'b.sh': '#!/bin/sh\n./a.sh\nterraform apply\n' };
    expect(kinds(run('./a.sh', others))).toEqual(['deploy terraform']);
  });

  it('leaves a deploy script undecided that it cannot see', () => {
    expect(kinds(run('./scripts/deploy.sh prod'))).toEqual(['deploy script?']);
    expect(run('./scripts/deploy-docs.sh')).toEqual([]);
    expect(run('chmod +x scripts/deploy.sh')).toEqual([]);
  });

  it('opens composite actions of the repository', () => {
    const action = `inputs:\n  service: { default: harbour }\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: aws ecs update-service --service \${{ inputs.service }}\n`;
    const [act] = steps('- uses: ./.github/actions/ship\n  with: { service: orders }', { '.github/actions/ship/action.yml': action });
    expect(act).toMatchObject({ tool: 'ecs', target: { value: 'orders' }, source: { file: '.github/workflows/deploy.yml', line: 6 }, via: { file: '.github/actions/ship/action.yml', line: 7 } });
  });
});

describe('hostile and broken input', () => {
  it('says what is wrong and goes on', () => {
    expect(readAll({ '.github/workflows/deploy.yml': 'on: push\n' })).toMatchObject({ workflow: undefined, unread: ['1: has no mapping `jobs`; a workflow names at least one job there'] });
    const { workflow, unread } = readAll({
      '.github/workflows/deploy.yml': 'on: push\njobs:\n  a: nothing\n  b:\n    steps: nothing\n  c:\n    steps:\n      - run: cf push orders\n  d:\n    uses: ./.github/workflows/gone.yml\n',
    });
    expect(workflow?.jobs.map(({ id }) => id)).toEqual(['b', 'c', 'd']);
    expect(unread).toHaveLength(3);
    expect(readAll({ '.github/workflows/deploy.yml': 'jobs: [\n' }).workflow).toBeUndefined();
  });

  it.each([
    ['brackets', `jobs: ${'['.repeat(100_000)}`],
    ['substitutions', `on: push\njobs: { a: { steps: [ { run: '${'$('.repeat(50_000)}' } ] } }`],
    ['expressions', `on: push\njobs:\n  a:\n    steps:\n      - run: |\n          ${'${{ '.repeat(50_000)}`],
    ['quotes', `on: push\njobs:\n  a:\n    steps:\n      - run: |\n          ${'" \' '.repeat(50_000)}`],
    ['variables', `on: push\njobs:\n  a:\n    steps:\n      - run: |\n${'          A=$A$A$A$A\n'.repeat(3_000)}`],
    ['commands', `on: push\njobs:\n  a:\n    steps:\n      - run: |\n${'          cf push orders\n'.repeat(20_000)}`],
    ['functions', `on: push\njobs:\n  a:\n    steps:\n      - run: |\n${'          f()\n'.repeat(30_000)}          ${'a'.repeat(100_000)}`],
    ['NULs', 'on: push\0\njobs:\0 {}'],
  ])('ends in bounded time: %s', (_, text) => {
    const begin = performance.now();
    readAll({ '.github/workflows/deploy.yml': text });
    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  it('counts lines alike with CRLF', () => {
    const [act] = read('on: push\r\njobs:\r\n  a:\r\n    steps:\r\n      - run: |\r\n          echo hi\r\n          cf push orders\r\n').jobs.flatMap(({ acts }) => acts);
    expect(act).toMatchObject({ tool: 'cf', target: { value: 'orders' }, source: { line: 7, column: 11, endLine: 7, endColumn: 25 } });
  });
});

describe('a load test that writes nowhere', () => {
  it('ends: a redirection to nothing names no file', () => {
    expect(kinds(steps('- run: k6 run tests/tide.js > > results.json\n- run: npm test'))).toEqual(['load-test k6']);
  });
});

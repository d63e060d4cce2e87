import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readPage } from '../../packages/check/src/testing/page.ts';
import { deepFiles } from '../hostile/deep.ts';

/** A small repository in which one file is spoiled at a time. */
export type Seed = Readonly<Record<string, string>>;

const root = new URL('../../', import.meta.url);
const rules = 'packages/check/src/rules/';

/** The examples of all rule pages, the two example systems, and one file of every format with what stands beside it. */
export function seeds(): readonly Seed[] {
  const pages = filesBelow(rules).filter((path) => path.endsWith('.md'));
  const cases = pages.flatMap((path) => readPage(readFileSync(new URL(path, root), 'utf8')).cases.map(({ files }) => files));
  const systems = ['examples/monolith/', 'examples/payments/'].map((folder) =>
    Object.fromEntries(filesBelow(folder).map((path) => [path.slice(folder.length), readFileSync(new URL(path, root), 'utf8')])),
  );
  const formats = deepFiles(3).map(({ path, text, beside }) => ({ ...beside, [path]: text }));
  return [...cases, ...systems, ...formats, ...more];
}

/** Formats that none of the others shows. */
const more: readonly Seed[] = [
  { 'locustfile.py': 'from locust import HttpUser, task, between\n\nclass Crane(HttpUser):\n    wait_time = between(1, 2)\n\n    @task(3)\n    def lift(self):\n        self.client.get("/crates")\n' },
  { 'bin/set-roles': 'roles=$(terraform output -raw roles_function_name)\naws lambda invoke \\\n  --function-name "${roles}" out.json\n' },
  { 'gunicorn.conf.py': 'workers = 4\nthreads = 2\ntimeout = 30\nworker_class = "gthread"\n', 'app.py': 'from flask import Flask\napp = Flask(__name__)\n', Procfile: 'web: gunicorn app:app\n' },
  { 'celeryconfig.py': 'broker_url = "redis://quay"\nworker_concurrency = 8\n' },
  { 'uwsgi.ini': '[uwsgi]\nprocesses = 4\nharakiri = 30\n' },
  {
    'src/main/resources/application-prod.properties': 'spring.datasource.hikari.maximum-pool-size=${POOL:20}\nserver.tomcat.threads.max=200\n',
    'pom.xml': '<project><artifactId>quay</artifactId></project>\n',
  },
  { 'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url      = env("DATABASE_URL")\n}\n' },
  { 'infra/main.tf.json': '{"resource":{"aws_autoscaling_group":{"quay":{"max_size":"${var.size}"}}},"variable":{"size":{"default":4}}}\n', 'infra/prod.tfvars.json': '{"size":8}\n' },
  {
    'overlays/prod/kustomization.yaml': 'resources: [../../base]\nreplicas: [{ name: quay, count: 4 }]\n',
    'base/kustomization.yaml': 'resources: [quay.yaml]\n',
    'base/quay.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: quay }\nspec:\n  replicas: 2\n  template:\n    spec:\n      containers: [{ name: quay, image: quay:1, env: [{ name: POOL, value: "20" }] }]\n',
  },
  {
    'src/gatling/java/harbour/QuaySimulation.java':
      'package harbour;\nimport io.gatling.javaapi.core.*;\nimport io.gatling.javaapi.http.*;\nimport static io.gatling.javaapi.core.CoreDsl.*;\nimport static io.gatling.javaapi.http.HttpDsl.*;\n\npublic class QuaySimulation extends Simulation {\n  { setUp(scenario("quay").exec(http("crates").get("/crates")).injectOpen(constantUsersPerSec(20).during(60))).assertions(global().responseTime().percentile(95.0).lt(300)); }\n}\n',
    'src/gatling/scala/harbour/CraneSimulation.scala':
      'package harbour\nimport io.gatling.core.Predef._\nclass CraneSimulation extends Simulation {\n  setUp(scenario("crane").inject(atOnceUsers(10))).assertions(global.failedRequests.percent.lt(1))\n}\n',
  },
  {
    'test/quay.jmx':
      '<?xml version="1.0"?>\n<jmeterTestPlan version="1.2"><hashTree><ThreadGroup testname="ships" enabled="true"><stringProp name="ThreadGroup.num_threads">50</stringProp><stringProp name="ThreadGroup.duration">60</stringProp></ThreadGroup><hashTree><DurationAssertion><stringProp name="DurationAssertion.duration">300</stringProp></DurationAssertion></hashTree></hashTree></jmeterTestPlan>\n',
  },
  {
    'buildspec.yml':
      'version: 0.2\nenv:\n  variables: { TARGET: https://harbour.example }\nphases:\n  install: { commands: [npm ci] }\n  build:\n    commands:\n      - k6 run --vus 50 tests/performance/tides.js\n      - |\n        if [ "$CODEBUILD_BUILD_SUCCEEDING" = 1 ]; then npm run release; fi\n',
    'nginx/nginx.conf':
      'http {\n  upstream quay { server quay:8080; keepalive 16; }\n  server {\n    location / {\n      proxy_pass http://quay;\n      proxy_http_version 1.1;\n      proxy_set_header Connection "";\n      proxy_read_timeout 30s;\n    }\n  }\n}\n',
  },
  {
    'monitoring/rules.yaml':
      'groups:\n  - name: quay\n    rules:\n      - alert: SlowQuay\n        expr: histogram_quantile(0.95, sum(rate(quay_seconds_bucket[5m])) by (le)) > 0.3\n        for: 5m\n',
  },
  { 'ecosystem.config.js': "module.exports = { apps: [{ name: 'quay', script: './server.js', instances: 'max', exec_mode: 'cluster' }] };\n" },
  { 'template.yaml': 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Quay: { Type: AWS::Lambda::Function }\n' },
];

function filesBelow(folder: string): readonly string[] {
  return readdirSync(fileURLToPath(new URL(folder, root)), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === '.plimsoll' || entry.name === 'dist') return [];
    const path = `${folder}${entry.name}`;
    return entry.isDirectory() ? filesBelow(`${path}/`) : [path];
  });
}

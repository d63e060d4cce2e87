import type { Source } from '@plimsoll/contract';
import type { Known } from '../model/known.ts';
import type { TerraformResource } from './terraform.ts';

/** A workflow of GitHub Actions, or an AWS CodePipeline declared in Terraform (its stages are the jobs), with what its jobs do; steps are classified by their commands, scripts they call read one level deep. */
export interface Workflow {
  readonly kind: 'workflow';
  readonly name: string;
  readonly file: string;
  readonly source: Source;
  readonly triggers: readonly string[]; // push, pull_request, workflow_dispatch, schedule, workflow_call, workflow_run
  readonly triggerBranches: readonly string[];
  readonly runsAfter: readonly { readonly workflow: string; readonly source: Source }[]; // workflow_run: names
  readonly manualOnly: boolean; // workflow_dispatch and nothing else
  readonly example: boolean; // example_*.yaml, docs, templates: not a pipeline of this repository
  readonly jobs: readonly WorkflowJob[];
}

export interface WorkflowJob {
  readonly id: string;
  readonly name: string | null;
  readonly source: Source; // the job's key
  readonly needs: readonly string[];
  readonly environment: string | null; // normalised: production → prod
  readonly condition: string | null; // `if:`
  readonly continueOnError: boolean;
  readonly calls: { readonly file: string; readonly source: Source } | null; // reusable workflow of this repository
  readonly acts: readonly PipelineAct[];
}

/** What a step does, found from `uses`, `run` and scripts called from it (one level). */
export interface PipelineAct {
  readonly act: 'deploy' | 'load-test' | 'criteria' | 'comparison';
  readonly tool: string; // 'kubectl', 'terraform', 'k6', 'locust', 'script'
  readonly source: Source; // the line in the workflow
  readonly via: Source | null; // the line in the called script or package.json
  readonly says: string; // the command, shortened
  readonly environment: string | null; // deploy: where to, when said
  readonly target: Known<string> | null; // load-test: the script file it runs, relative to the scan root; deploy: stack, chart, service
  readonly ignoresFailure: boolean; // continue-on-error, `|| true`
  readonly certainty: 'certain' | 'undecided'; // a script that reads results but whose purpose cannot be told, or a load test that may stand in commands that are not in this repository: undecided
  readonly thresholds: readonly { readonly name: string; readonly value: string; readonly source: Source }[];
  readonly thresholdsOff?: true; // load-test: `k6 run --no-thresholds`, so the criteria inside the script do not count in this run
  readonly load?: { readonly vus: number | null; readonly iterations: number | null; readonly durationMs: number | null }; // load-test: given on the command line, which wins over the script
}

/** A load test found in the repository. */
export interface LoadTest {
  readonly kind: 'load-test';
  readonly tool: 'k6' | 'artillery' | 'locust' | 'gatling' | 'jmeter';
  readonly file: string;
  readonly source: Source;
  readonly purpose: 'load-test' | 'smoke' | 'traffic-generator' | 'example'; // smoke: one user or one iteration; traffic generator: deployed beside the app
  readonly criteria: readonly LoadTestCriterion[];
  readonly criteriaKnown: Known<boolean>; // false: certainly none; unknown: options imported or computed
  readonly load: { readonly vus: Known<number> | null; readonly ratePerSecond: Known<number> | null; readonly durationMs: Known<number> | null };
  readonly targets: readonly Known<string>[]; // URLs
}

export interface LoadTestCriterion {
  readonly metric: string; // 'http_req_duration', 'http_req_failed', 'checks', 'p95'
  readonly kind: 'latency' | 'errors' | 'throughput' | 'checks' | 'other';
  readonly quantile: number | null; // 0.95
  readonly limit: number | null; // ms for latency, ratio for errors, per second for throughput
  readonly aborts: boolean;
  readonly source: Source;
  readonly says: string; // p(95)<500
}

/** What CodeBuild runs: a file `buildspec*.yml`, or the text that an `aws_codebuild_project` holds itself. */
export interface Buildspec {
  readonly kind: 'buildspec';
  readonly file: string;
  readonly project: TerraformResource | null; // null: a file of its own
  readonly acts: readonly PipelineAct[]; // load tests, criteria and comparisons
  readonly open: string | null; // why some of its commands are not known
}

export type PipelineFact = Workflow | LoadTest | Buildspec;

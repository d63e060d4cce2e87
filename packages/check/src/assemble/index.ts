import type { CodeFact, DeploymentFact, Dockerfile, KubernetesFact, Site, TerraformRoot } from '../facts/index.ts';
import type { Source } from '@plimsoll/contract';
import type { Reach, System } from '../model/system.ts';
import type { Collected } from './collected.ts';
import { asyncCallers } from './calls/async-callers.ts';
import { functionCalls } from './calls/function-calls.ts';
import { internalCalls } from './calls/internal-calls.ts';
import { routedServices } from './calls/services.ts';
import { contradictionsOf } from './contradictions.ts';
import { databasesOf } from './dependencies/databases.ts';
import { doubleSettings } from './dependencies/double-settings.ts';
import { joinPools } from './dependencies/pools.ts';
import { belongsTo } from './environments.ts';
import { requestLimits, timeoutPairs } from './hops/timeouts.ts';
import { awsNetworks } from './network/aws.ts';
import { outsideNetwork } from './network/outside.ts';
import { claimedOf } from './promises/claimed.ts';
import { alarmsOf } from './promises/alarms.ts';
import { adoptedOf } from './promises/adopted.ts';
import { codePipelines } from './promises/code-pipeline.ts';
import { debtsOf, decisionIndexOf, joinDecisions } from './promises/decisions.ts';
import { joinLoadTests, pipelineOf } from './promises/pipeline.ts';
import { joinSlos } from './promises/slos.ts';
import { codeGraph } from './reach/graph.ts';
import type { CodeGraph } from './reach/graph.ts';
import { withOneTimeFunctions } from './reach/one-time-functions.ts';
import { withoutOperationsServers } from './reach/operations-servers.ts';
import { packageRoots } from './reach/package-root.ts';
import { processesOf } from './reach/processes.ts';
import { reaching } from './reach/reach.ts';
import { deadlinesOf } from './routes/deadlines.ts';
import { routesOf } from './routes/index.ts';
import { awsUnits } from './units/aws.ts';
import { composeUnits } from './units/compose.ts';
import { kubernetesUnits } from './units/kubernetes.ts';
import { usesOf } from './uses/index.ts';
import { ownersOf } from './uses/owners.ts';
import { workloadsOf } from './workloads/index.ts';

/** What does not depend on the environment is computed once for all of them. */
export interface CodeJoined {
  readonly code: readonly CodeFact[];
  readonly graph: CodeGraph;
  readonly packageRootOf: (path: string) => string;
  readonly processes: ReturnType<typeof processesOf>;
  readonly reachOf: (site: Site) => Reach;
}

export function joinCodeGraph(read: readonly CodeFact[], paths: readonly string[], terraform: readonly TerraformRoot[] = []): CodeJoined {
  const code = withoutOperationsServers(withOneTimeFunctions(read, terraform));
  const graph = codeGraph(code);
  const packageRootOf = packageRoots(paths);
  const processes = processesOf(code, graph, packageRootOf);
  const entries = code.filter((fact) => fact.kind === 'entry-point');
  return { code, graph, packageRootOf, processes, reachOf: reaching(graph, processes, entries, packageRootOf) };
}

/** Facts in, one system out: the steps stand in the order in which each needs the ones before it. */
export function assemble(collected: Collected, environment: string, today: string, joined: CodeJoined = joinCodeGraph(collected.code, collected.paths, collected.terraform)): System {
  const { deployment, contract } = collected;
  const { code, graph, packageRootOf, processes, reachOf } = joined;
  const roots = collected.terraform.filter((root) => belongsTo(environment, root.environment));
  const kubernetes = deployment.filter(isKubernetes);
  const services = ofKind(deployment, 'compose-service');

  const fromKubernetes = kubernetesUnits(kubernetes, environment);
  const fromAws = roots.map(awsUnits);
  const units = [...fromAws.flatMap((part) => part.units), ...fromKubernetes.units, ...composeUnits(services, ofKind(deployment, 'procfile-process'), environment)];
  const autoscalers = [...fromAws.flatMap((part) => part.autoscalers), ...fromKubernetes.autoscalers];

  const workloads = workloadsOf({ units, processes, code, services, dockerfiles: ofKind(deployment, 'dockerfile'), managers: ofKind(deployment, 'process-manager'), packageRootOf });
  const owners = ownersOf(workloads, graph);
  const uses = usesOf(code, graph, reachOf, owners);
  const { pools, databases } = joinPools(code, databasesOf(roots, units, ofKind(deployment, 'dockerfile'), contract), graph, reachOf, owners.loading, packageRootOf);
  const networkParts = { units, workloads, clients: uses.clients, code };
  const networks = roots.flatMap((root) => awsNetworks(root, networkParts));
  const pipeline = pipelineOf([...collected.pipeline, ...codePipelines(roots, collected.pipeline)]);
  const slos = joinSlos(collected.slos, workloads, contract);
  const loadTests = joinLoadTests(collected.pipeline, pipeline, slos, contract);
  const here = kubernetes.filter((fact) => belongsTo(environment, fact.environment));

  const hops = { workloads, clients: uses.clients, code, kubernetes: here, terraform: roots, contract, reachOf, owners };
  const limits = requestLimits(hops);
  const calls = internalCalls(uses.clients, workloads, here);

  const decisions = joinDecisions(collected.decisions, workloads, slos);
  const debts = debtsOf(collected.debts, collected.decisions, collected.registers);

  return {
    environment,
    today,
    workloads,
    units,
    autoscalers,
    databases,
    pools,
    ...uses,
    networks,
    outsideNetworks: roots.flatMap((root) => outsideNetwork(root, roots, networks, networkParts) ?? []),
    requestLimits: limits,
    services: routedServices(here, units, workloads),
    internalCalls: calls,
    functionCalls: functionCalls(calls, graph, uses.fanOuts),
    asyncCallersOf: asyncCallers(graph, reachOf),
    timeoutPairs: timeoutPairs(hops, limits),
    ...routesOf(roots, units, deadlinesOf(contract, workloads)),
    alarms: roots.flatMap(alarmsOf),
    pipeline,
    loadTests,
    slos,
    decisions,
    debts,
    claimed: claimedOf({ decisions, debts, slos, runs: collected.runs, contract }),
    oldNode: oldNode(ofKind(deployment, 'dockerfile')),
    doubleSettings: doubleSettings(code),
    proxies: ofKind(deployment, 'proxy-pass'),
    meshPolicies: ofKind(deployment, 'mesh-policy').filter((fact) => belongsTo(environment, fact.environment)),
    alertRules: ofKind(deployment, 'alert-rules').filter((fact) => belongsTo(environment, fact.environment)),
    decisionIndex: decisionIndexOf(collected.decisions, collected.paths),
    debtRegisters: collected.registers,
    contract,
    contradictions: contradictionsOf({ contract, workloads, pools, databases, clients: uses.clients }),
    adopted: adoptedOf(collected, pipeline),
    notForProduction: collected.notForProduction,
  };
}

/** `FROM node:18-alpine`. Another image, or none, says nothing. */
function oldNode(dockerfiles: readonly Dockerfile[]): Source | null {
  return dockerfiles.find(({ from }) => from.some((image) => Number(/(?:^|\/)node:(\d+)/.exec(image)?.[1] ?? 99) < 19))?.source ?? null;
}

function isKubernetes(fact: DeploymentFact): fact is KubernetesFact {
  return fact.kind.startsWith('kubernetes-') || fact.kind === 'kustomize';
}

function ofKind<K extends DeploymentFact['kind']>(facts: readonly DeploymentFact[], kind: K): readonly Extract<DeploymentFact, { kind: K }>[] {
  return facts.filter((fact): fact is Extract<DeploymentFact, { kind: K }> => fact.kind === kind);
}

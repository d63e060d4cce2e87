/** The ten controls of the pillar Performance Efficiency of WAF++ (https://github.com/WAF2p/framework, WAF-PERF-010 to WAF-PERF-100), in short. */
export const controls: Readonly<Record<string, string>> = {
  'WAF-PERF-010': 'Compute is sized by what it carries',
  'WAF-PERF-020': 'Autoscaling is configured and follows the load',
  'WAF-PERF-030': 'Caches are planned, and their state is shared',
  'WAF-PERF-040': 'Databases are tuned, and their connections counted',
  'WAF-PERF-050': 'Service level objectives are stated and watched',
  'WAF-PERF-060': 'Load tests run in the pipeline and can stop a release',
  'WAF-PERF-070': 'Network paths and timeouts are chosen for latency',
  'WAF-PERF-080': 'Serverless functions are configured for their load',
  'WAF-PERF-090': 'Storage is fast enough for what it holds',
  'WAF-PERF-100': 'Performance debt stands in a register and is paid',
};

export const controlIds: readonly string[] = Object.keys(controls);

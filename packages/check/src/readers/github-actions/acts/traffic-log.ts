import type { Source } from '@plimsoll/contract';
import { shorten } from '../../script/index.ts';
import type { Script } from '../../script/index.ts';

const readsLog = /\blogs\b[^\n|]*\b(?:load-?gen(?:erator)?|locust|k6|traffic-?gen(?:erator)?)\b/i;
const judges = /\berrors?\b|\bfail/i;

/**
 * A step that reads what a running load generator logged and fails on errors. It sees traffic, but nobody sets its load or looks
 * at latency here: whether that is a load test cannot be told from the workflow.
 */
export function trafficLog(script: Script): { readonly source: Source; readonly says: string } | null {
  const { text } = script;
  const at = text.slice(0, 50_000).search(readsLog);
  if (at < 0 || !judges.test(text) || !/\bexit\s+[1-9]/.test(text)) return null;
  const start = text.lastIndexOf('\n', at) + 1;
  const end = text.indexOf('\n', at);
  const line = text.slice(start, end < 0 ? undefined : end);
  const begin = start + line.length - line.trimStart().length;
  return { source: script.sourceOf(begin, end < 0 ? text.length : end), says: `functional check of a load generator's log: ${shorten(line)}` };
}

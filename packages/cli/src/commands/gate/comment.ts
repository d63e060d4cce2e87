import { readFileSync } from 'node:fs';
import { env } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { ciContext, upsertComment } from '@plimsoll/gate/history';
import { gateMarker } from '@plimsoll/report';
import type { Terminal } from '../../terminal/terminal.ts';

const requestWithinMs = 20_000;

/** Keeps the one comment of a gate on the pull request. What keeps it from being written is said, and changes no verdict. */
export async function keepComment(markdown: string, terminal: Terminal, marker: string = gateMarker): Promise<void> {
  const context = ciContext(env, eventIn(env['GITHUB_EVENT_PATH']));
  const token = env['PLIMSOLL_TOKEN'] ?? env[context.forge === 'gitlab' ? 'GITLAB_TOKEN' : 'GITHUB_TOKEN'];
  const { forge, apiUrl, repository, pullRequest } = context;
  const missing =
    forge === 'none' ? 'this is no job of GitHub or GitLab' : pullRequest === null ? 'this job belongs to no pull request' : token === undefined || token === '' ? 'PLIMSOLL_TOKEN is not set' : null;
  if (missing !== null || forge === 'none' || apiUrl === null || repository === null || pullRequest === null || token === undefined) {
    terminal.err(`plimsoll: no comment was written: ${missing ?? 'the job does not say where'}\n`);
    return;
  }
  const outcome = await upsertComment(
    {
      forge,
      apiUrl,
      repository,
      token,
      // The one place that speaks to a forge, and only when it is asked to.
      request: async (url, request) => fetch(url, { ...request, signal: AbortSignal.timeout(requestWithinMs) }),
      wait: async (milliseconds) => pause(milliseconds),
    },
    { marker, body: markdown, pr: pullRequest },
  );
  if (outcome.outcome === 'failed' || outcome.outcome === 'not-allowed') terminal.err(`plimsoll: no comment was written: ${outcome.says}\n`);
}

function eventIn(path: string | undefined): unknown {
  try {
    return path === undefined ? undefined : (JSON.parse(readFileSync(path, 'utf8')) as unknown);
  } catch {
    return undefined; // the variables say the rest
  }
}

import { createUploads } from '../../packages/runtime/src/state/index.ts';
import { startRedis } from '../../test/runtime/servers/redis.ts';
import { clouds } from '../../test/runtime/state/clouds.ts';
import { killWorkers } from '../../test/runtime/state/jobs.ts';
import { startS3 } from '../../test/runtime/state/s3/server.ts';
import { loseNoSession } from '../../test/runtime/state/sessions.ts';
import { tamperedUploads } from '../../test/runtime/state/tampering.ts';
import type { Row } from './lock-rows.ts';

export async function* stateRows(share: number): AsyncGenerator<Row> {
  for (const framework of ['express', 'fastify'] as const) {
    const redis = await startRedis();
    if (!redis) break;
    const { sessions, lost, repeated } = await loseNoSession({ framework, port: redis.port, sessions: Math.ceil(10_000 * share) });
    yield [`sessions lost when one of two instances is killed, ${framework}`, '', String(lost), `${sessions}, ${repeated} logins made again`];
    await redis.stop();
  }
  for (const [name, start] of Object.entries(clouds)) {
    const cloud = await start();
    const uploads = createUploads({ store: cloud.uploads, policy: { types: ['image/png'], bytesMin: 10, bytesMax: 1000, expiresMs: 60_000 }, secret: 'a secret of this measurement, long enough' });
    const { rounds, accepted } = await tamperedUploads({ cloud, uploads, rounds: Math.ceil(1000 * share), seed: 8 });
    yield [`tampered or expired uploads accepted, ${name}`, '', String(accepted), String(rounds)];
    await cloud.stop();
  }
  const [redis, s3] = await Promise.all([startRedis(), startS3()]);
  if (redis) {
    const counts = await killWorkers({ port: redis.port, s3, jobs: Math.ceil(200 * share), kills: Math.ceil(40 * share), workers: 2, seed: 8 });
    yield ['committed steps that were repeated after SIGKILL', '', String(counts.repeated), `${counts.jobs} jobs of 4 steps, ${counts.kills} kills, ${counts.attempts} attempts`];
    yield ['jobs that ended wrong', '', String(counts.wrong), String(counts.jobs)];
    await redis.stop();
  }
  await s3.stop();
}

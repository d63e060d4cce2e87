// An instance of the service, to be killed. node -C source instance.ts express|fastify REDIS-PORT
import { argv, stdout } from 'node:process';
import { startService } from './service.ts';

const [, , framework = '', port = ''] = argv;
const service = await startService({ framework: framework === 'express' ? 'express' : 'fastify', backend: 'redis', port: Number(port) });
stdout.write(`${service.port}\n`);

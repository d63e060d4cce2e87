import type { FastifyInstance } from 'fastify';

const login = { type: 'object', required: ['merchant'], properties: { merchant: { type: 'string', minLength: 1, maxLength: 100 } } } as const;

/** Who looks at the payments of a merchant. */
export function merchantLogin(app: FastifyInstance): void {
  app.post<{ Body: { merchant: string } }>('/session', { schema: { body: login } }, async (request, reply) => {
    request.session.merchant = request.body.merchant;
    return reply.code(201).send({ merchant: request.body.merchant });
  });
  app.get('/session', async (request, reply) => {
    const { merchant } = request.session;
    return merchant === undefined ? reply.code(401).send({ error: 'nobody is logged in' }) : { merchant };
  });
}

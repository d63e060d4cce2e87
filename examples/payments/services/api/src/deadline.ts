import type { NextFunction, Request, Response } from 'express';

const requestDeadlineMs = 800;

/** The top of the timeout pyramid: fraud 300 ms + connection 50 ms + query 250 ms + queue 150 ms stay below it. */
export function deadline(_request: Request, response: Response, next: NextFunction): void {
  const signal = AbortSignal.timeout(requestDeadlineMs);
  response.locals.deadline = signal;
  signal.addEventListener('abort', () => {
    if (!response.headersSent) response.status(503).json({ error: 'the deadline of the request has passed' });
  });
  next();
}

export function deadlineOf(response: Response): AbortSignal {
  return response.locals.deadline as AbortSignal;
}

/** After the deadline has answered there is nobody left to tell. */
export function answerError(_error: unknown, _request: Request, response: Response, _next: NextFunction): void {
  if (!response.headersSent) response.status(503).json({ error: 'try again; the reference keeps a payment from being made twice' });
}

export { routeDispatcher } from './dispatcher.ts';
export type { RouteDispatcherOptions } from './dispatcher.ts';

/** Where all requests beyond the cap on endpoints are counted. */
export const otherEndpoints = '(other)';

/**
 * A request's name as it may stand in a report: without user and password, query values and fragment, which hold secrets and
 * ids; of a URL only the path, so that base and head on different ports are the same endpoint.
 */
export function endpointOf(name: string, method: string | null): string {
  const clean = withoutSecrets(name).trim();
  const url = /^(?:([A-Z]+) )?(?:https?|wss?):\/\/[^/?#\s]*([^\s]*)$/.exec(clean);
  const path = url ? url[2] || '/' : clean;
  const verb = url?.[1] ?? (path.startsWith('/') ? method : null);
  const named = verb ? `${verb} ${path.startsWith('?') ? `/${path}` : path}` : path;
  return named === '' || named === '*' ? '(unnamed)' : named.slice(0, 200);
}

export function withoutSecrets(text: string): string {
  return text
    .replaceAll(/(\w:\/\/)[^/?#\s@]*@/g, '$1')
    .replaceAll(/([?&;][^=&;\s#"]*)=[^&;\s#"]*/g, '$1=')
    .replaceAll(/((?:https?|wss?):\/\/[^\s#"]*|^[^\s#"]*\/[^\s#"]*)#[^\s"]*/g, '$1');
}

/** One word for the common ways in which a request gets no response, whatever its tool calls them; null: got a response, or cannot be told. */
export function causeOf(message: string): string | null {
  if (/time?d?[ -]?out|deadline exceeded|ETIMEDOUT/i.test(message)) return 'timeout';
  if (/refused/i.test(message)) return 'ECONNREFUSED';
  if (/reset|ECONNRESET|broken pipe/i.test(message)) return 'ECONNRESET';
  if (/no such host|UnknownHost|ENOTFOUND|getaddrinfo/i.test(message)) return 'ENOTFOUND';
  if (/\bEOF\b|NoHttpResponse|closed/i.test(message)) return 'connection closed';
  return null;
}

/** `FRAUD_API_URL`, `config.fraudApiUrl` as people would call what they name: `fraud-api`. What is only an ending keeps its name. */
export function nameOfVariable(variable: string): string {
  const own = variable.slice(variable.lastIndexOf('.') + 1);
  const words = own
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  while (words.length > 1 && endings.has(words.at(-1) ?? '')) words.pop();
  return words.length === 0 ? variable : words.join('-');
}

const endings = new Set(['url', 'urls', 'uri', 'base', 'host', 'hostname', 'endpoint', 'addr', 'address', 'origin', 'domain', 'port', 'name', 'arn']);

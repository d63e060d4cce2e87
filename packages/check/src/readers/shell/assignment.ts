const namesSecret = /pass(?:word|wd|phrase)?(?:$|_)|secret|token|credential|api_?key|access_?key|private_?key|encryption_?key|salt|signing|(?:^|_)(?:key|pwd|dsn)$/i;
const credentialsInUrl = /(:\/\/)[^/@\s]+@/g;
const saysLengthMax = 80;

/** What a finding shows for a variable: `DB_POOL_MAX=25`. Values that may be secrets are not shown. */
export function saysAssignment(name: string, value: string): string {
  return saysSetting(name, value, '=');
}

/** The same with the separator of the format: `replicas: 3`. */
export function saysSetting(name: string, value: string, separator: '=' | ': '): string {
  const shown = namesSecret.test(name)
    ? '…'
    : value
        .slice(0, saysLengthMax * 2)
        .replace(credentialsInUrl, '$1…@')
        .replace(/\s+/g, ' ');
  const says = `${name}${separator}${shown}`;
  return says.length > saysLengthMax ? `${says.slice(0, saysLengthMax - 1)}…` : says;
}

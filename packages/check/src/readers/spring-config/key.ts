/** Spring binds `maximumPoolSize`, `maximum_pool_size` and `MAXIMUM-POOL-SIZE` to one property; its canonical form is kebab-case. */
export function canonicalKey(written: string): string {
  return written
    .split('.')
    .map((segment) => (/[a-z]/.test(segment) ? segment.replace(/([a-z0-9])([A-Z])/g, '$1-$2') : segment))
    .join('.')
    .replace(/_/g, '-')
    .toLowerCase();
}

/** The environment variables that override a property: Spring's documented form (dashes dropped) and the older one (dashes as underscores). */
export function environmentNames(key: string): readonly string[] {
  const upper = key.toUpperCase().replace(/\[(\d+)\]/g, '_$1');
  const documented = upper.replace(/-/g, '').replace(/[^A-Z0-9]+/g, '_');
  const older = upper.replace(/[^A-Z0-9]+/g, '_');
  return documented === older ? [documented] : [documented, older];
}

const secretKey = /(password|passwd|secret|token|credential|private-key|api-key|access-key|(^|[.-])key)$/;

export function namesASecret(key: string): boolean {
  return secretKey.test(key);
}

export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** The words of a name that tell services apart: `payments-api-service` and `paymentsApi` both give `payments-api`. */
export function normalName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^(the|src|app|apps|services?|packages?)-(?=.)/, '')
    .replace(/(.)-(service|svc|deployment|server|app|image|container|task)$/, '$1')
    .replace(/^-+|-+$/g, '');
}

/** `registry.example/team/orders:1.4` → `orders`. */
export function imageName(image: string): string {
  const path = image.split('@')[0] ?? image;
  const segments = path.split('/');
  const last = (segments.at(-1) ?? path).split(':')[0] ?? path;
  // mcr.microsoft.com/mssql/server: the product stands before the role.
  return last === 'server' && segments.length > 1 ? `${segments.at(-2)}-server` : last;
}

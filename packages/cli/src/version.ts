import { packageFile } from './package-file.ts';

export function version(): string {
  const manifest = JSON.parse(packageFile('package.json')) as { version: string };
  return manifest.version;
}

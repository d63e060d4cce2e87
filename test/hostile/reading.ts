import { expect } from 'vitest';
import { check, memoryFiles } from '@plimsoll/check';
import type { CheckReport } from '@plimsoll/contract';

/** Judges a repository that is held in memory, on the day of all tests. */
export function judge(texts: Readonly<Record<string, string>>): Promise<CheckReport> {
  const files = memoryFiles(texts);
  return check(files, { today: '2026-11-23', version: 'test', stats: { files: files.paths.length, bytes: 0 } });
}

/** `compose.yaml:3 is not valid YAML: …`, the way a report prints it. */
export function unreadIn(report: CheckReport): readonly string[] {
  return report.unread.map(({ file, line, message }) => `${file}:${line ?? '-'} ${message}`);
}

/** Not a measurement: a reader past this hangs. */
export const hangsAfterMs = 20_000;

export const pom: string =
  '<project><groupId>shop</groupId><artifactId>api</artifactId><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-data-jpa</artifactId></dependency></dependencies></project>\n';

/** A file that is read after all others and always leaves a note: with it in the report, the reading did not stop before. */
export const neighbour: Readonly<Record<string, string>> = { 'zz/Procfile': 'no process\n' };
export const neighbourNote: unknown = expect.stringMatching(/^zz\/Procfile:1 is not a process/);

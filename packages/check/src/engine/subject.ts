/** `pool:src/db.ts:12` without its line, which moves with the code: what fingerprints, baselines and ignore entries know a subject by. */
export function withoutLines(subject: string): string {
  return subject.replaceAll(/(?::\d+)+(?=$|[@:])/g, '');
}

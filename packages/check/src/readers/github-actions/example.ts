const inRoot = /^\.github\/workflows\/[^/]+$/;
const word = /(?:^|[-_.\s])(?:examples?|samples?|templates?|demo[-_]workflow)(?:[-_.\s]|$)/i;

/** Only the workflows of the scan root run; and one that calls itself an example or a template is shown to readers, not relied on. */
export function isExample(path: string, name: string): boolean {
  if (!inRoot.test(path)) return true;
  return word.test(path.slice(path.lastIndexOf('/') + 1)) || /^(?:an? )?example\b/i.test(name);
}

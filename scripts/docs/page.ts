/** One page of the site before it is drawn. */
export interface Page {
  readonly path: string; // its address below the base, without slashes at the ends: rules/dp4/pool-size-not-set
  readonly origin: string | null; // the file of the repository that it shows, from where its links lead; null: written while building
  readonly answers: readonly string[]; // files and folders of the repository that a link to means this page
  readonly title: string; // in lists of pages
  readonly text: string; // Markdown
}

/** A page that shows one file of the repository as it is. */
export function pageOf(path: string, origin: string, text: string, title: string = titleOf(text)): Page {
  return { path, origin, answers: [origin], title, text };
}

/** A page without a file of its own; its class says to the style sheet what it holds. */
export function written(path: string, title: string, text: string, pageClass?: string): Page {
  return { path, origin: null, answers: [], title, text: `${pageClass === undefined ? '' : `---\npageClass: ${pageClass}\n---\n\n`}# ${title}\n\n${text}` };
}

export function titleOf(text: string): string {
  const title = /^# (.+)$/m.exec(text)?.[1];
  if (title === undefined) throw new Error(`a page has no title: ${text.slice(0, 60)}`);
  return title;
}

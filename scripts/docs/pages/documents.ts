import { pageOf } from '../page.ts';
import type { Page } from '../page.ts';
import { isThere, namesIn, textOf } from '../repository.ts';

const guides: Readonly<Record<string, string>> = {
  'docs/ci/readme.md': 'guide/ci',
  'docs/slo-gate.md': 'guide/slo-gate',
  'docs/performance-impact.md': 'guide/performance-impact',
  'ARCHITECTURE.md': 'guide/architecture',
  'CONTRIBUTING.md': 'guide/contributing',
  'CHANGELOG.md': 'guide/changelog',
  'bench/RESULTS.md': 'guide/results',
};

/** The documents of the repository, which are pages of the site as they are. */
export function documents(): readonly Page[] {
  return [
    ...Object.entries(guides).map(([origin, path]) => pageOf(path, origin, textOf(origin))),
    ...namesIn('bench/runtime').map((name) => pageOf(`guide/results/${name.replace(/\.md$/, '')}`, `bench/runtime/${name}`, textOf(`bench/runtime/${name}`))),
    ...decisions(),
    ...readmes('packages', 'packages'),
    ...readmes('packages/check/src/readers', 'reference/readers'),
    ...readmes('examples', 'examples'),
  ];
}

function decisions(): readonly Page[] {
  const pages = namesIn('docs/adr').map((name) => pageOf(`adr/${name.replace(/\.md$/, '')}`, `docs/adr/${name}`, textOf(`docs/adr/${name}`)));
  const rows = pages.filter(({ path }) => !path.endsWith('template')).map(({ title, origin }) => `- [${title.replace(/^(\d+)\. /, '$1 – ')}](${origin?.replace('docs/adr/', '')})`);
  const index = `# Decisions\n\nWhat was decided about Plimsoll itself, why, and what was weighed. Each record has the performance section that DP8 asks for.\n\n${rows.join('\n')}\n`;
  return [{ path: 'adr', origin: 'docs/adr/readme.md', answers: ['docs/adr'], title: 'Decisions', text: index }, ...pages];
}

/** A folder with a readme answers also for itself. */
function readmes(folder: string, path: string): readonly Page[] {
  return namesIn(folder).flatMap((name) => {
    const own = ['readme.md', 'README.md'].map((file) => `${folder}/${name}${file}`).find((file) => name.endsWith('/') && isThere(file));
    if (own === undefined) return [];
    const page = pageOf(`${path}/${name.slice(0, -1)}`, own, textOf(own));
    return [{ ...page, answers: [own, `${folder}/${name.slice(0, -1)}`] }];
  });
}

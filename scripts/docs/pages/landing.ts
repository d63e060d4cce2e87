import { principles } from '@plimsoll/contract';
import type { PrincipleId } from '@plimsoll/contract';
import { pageOf } from '../page.ts';
import type { Page } from '../page.ts';
import { isThere, textOf } from '../repository.ts';

/** Pictures that are made now and then; each appears once it is there. */
const measured = [
  { file: 'docs/curves.svg', alt: 'P95 latency against load: the monolith and payments on one machine' },
  { file: 'docs/ablation.svg', alt: 'What the fix of each principle alone adds to the load that the monolith carries' },
];

/** The first screen of the README, and the README as a page of its own. */
export function landingPages(): readonly Page[] {
  const readme = textOf('README.md');
  const firstSection = readme.indexOf('\n## ');
  const first = readme.slice(0, firstSection);
  const quote = [...first.matchAll(/^> (.+)$/gm)].map(([, line]) => line).join(' ');
  const body = first.replace(/^# .+$/m, '').replaceAll(/^> .+\n/gm, '').trim();
  const shown = measured.filter(({ file }) => isThere(file) && !first.includes(file)).map(({ file, alt }) => `![${alt}](${file})`);
  const front = {
    layout: 'home',
    title: 'Plimsoll',
    titleTemplate: ':title',
    hero: {
      name: 'Plimsoll',
      text: 'How much load a system may carry',
      tagline: quote,
      actions: [
        { theme: 'brand', text: 'Adopt it', link: '/tutorials/adopt/' },
        { theme: 'alt', text: 'The eight principles', link: '/principles/' },
        { theme: 'alt', text: 'All rules', link: '/rules/' },
      ],
    },
    features: Object.entries(principles).map(([id, title]) => ({ title: `${id} ${title}`, details: exampleOf(readme, id as PrincipleId), link: `/principles/${id.toLowerCase()}/` })),
  };
  return [
    // JSON is YAML.
    { path: '', origin: 'README.md', answers: [], title: 'Plimsoll', text: `---\n${JSON.stringify(front)}\n---\n\n<div class="first-screen vp-doc">\n\n${[body, ...shown].join('\n\n')}\n\n</div>\n` },
    { ...pageOf('guide', 'README.md', readme, 'Plimsoll in full'), answers: ['README.md', '.'] },
  ];
}

/** What the README gives as an example in its table of principles. */
function exampleOf(readme: string, id: PrincipleId): string {
  const row = new RegExp(`^\\| ${id} [^|]+\\| ([^|]+)\\|$`, 'm').exec(readme)?.[1];
  if (row === undefined) throw new Error(`the README has no example of ${id}`);
  return row.trim();
}

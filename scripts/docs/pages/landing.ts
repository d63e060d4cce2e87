import { principleIds, principles } from '@plimsoll/contract';
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
  const first = readme.slice(0, readme.indexOf('\n## '));
  const quote = [...first.matchAll(/^> (.+)$/gm)].map(([, line]) => line).join(' ');
  const body = first
    .replace(/^# .+$/m, '')
    .replaceAll(/^> .+\n/gm, '')
    .trim();
  const shown = measured.filter(({ file }) => isThere(file) && !first.includes(file)).map(({ file, alt }) => `![${alt}](${file})`);
  const cards = principleIds.map((id) => `- [**${id} ${principles[id]}**](/principles/${id.toLowerCase()}/)\n\n  ${exampleOf(readme, id)}`);
  return [
    { path: '', origin: 'README.md', answers: [], title: 'Plimsoll', text: page(quote, [body, ...shown].join('\n\n'), cards.join('\n')) },
    { ...pageOf('guide', 'README.md', readme, 'Plimsoll in full'), answers: ['README.md', '.'] },
  ];
}

function page(quote: string, body: string, cards: string): string {
  return `---
layout: page
sidebar: false
title: Plimsoll
titleTemplate: ':title'
---

<main class="landing vp-doc">
<div class="opening">
<div>

# Plimsoll

${quote}

[Adopt it](/tutorials/adopt/) [The eight principles](/principles/) [All rules](/rules/)

</div>

![](/site/mark/light.svg){.on-light} ![](/site/mark/dark.svg){.on-dark}

</div>

<div class="first-screen">

${body}

</div>

<div class="cards">

${cards}

</div>
</main>
`;
}

/** What the README gives as an example in its table of principles. */
function exampleOf(readme: string, id: PrincipleId): string {
  const row = new RegExp(`^\\| ${id} [^|]+\\| ([^|]+)\\|$`, 'm').exec(readme)?.[1];
  if (row === undefined) throw new Error(`the README has no example of ${id}`);
  return row.trim();
}

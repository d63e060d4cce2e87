import { pageOf } from '../page.ts';
import type { Page } from '../page.ts';
import { namesIn, textOf } from '../repository.ts';

const order = ['adopt', 'size-a-pool', 'first-slo', 'gate-in-ci'];

export function tutorialPages(): readonly Page[] {
  const names = namesIn('docs/tutorials').map((name) => name.replace(/\.md$/, ''));
  return names
    .toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
    .map((name) => {
      const file = `docs/tutorials/${name}.md`;
      const page = pageOf(name === 'readme' ? 'tutorials' : `tutorials/${name}`, file, textOf(file));
      return name === 'readme' ? { ...page, answers: [file, 'docs/tutorials'] } : page;
    });
}

import { render } from 'preact';
import type { PageData } from './data.ts';
import { Findings } from './list/list.tsx';
import { followFocus } from './map/focus.ts';
import { revealTarget } from './reveal.ts';

const text = document.getElementById('data')?.textContent;
const place = document.getElementById('findings-list');
if (place && text !== null && text !== undefined) {
  place.replaceChildren();
  render(<Findings data={JSON.parse(text) as PageData} />, place);
}
for (const map of document.querySelectorAll('svg.map')) followFocus(map);
revealTarget();

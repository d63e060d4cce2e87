/** While a part of the map is pointed at or has the focus, what it calls and who calls it stand out. Everything is drawn already; only classes change. */
export function followFocus(map: Element): void {
  const parts = new Map([...map.querySelectorAll('.part')].map((part) => [part.getAttribute('data-part'), part]));
  const ways = [...map.querySelectorAll('.way')].map((way) => ({ way, from: way.getAttribute('data-from'), to: way.getAttribute('data-to') }));
  let shown: Element | null = null;

  const show = (part: Element | null): void => {
    if (part === shown) return;
    shown = part;
    for (const each of map.querySelectorAll('.near')) each.classList.remove('near');
    const key = part?.getAttribute('data-part') ?? null;
    map.classList.toggle('focused', key !== null);
    if (key === null) return;
    part?.classList.add('near');
    for (const { way, from, to } of ways) {
      if (from !== key && to !== key) continue;
      way.classList.add('near');
      parts.get(from === key ? to : from)?.classList.add('near');
    }
  };
  const partOf = (target: EventTarget | null): Element | null => (target instanceof Element ? target.closest('.part') : null);
  const focused = (): Element | null => (map.contains(document.activeElement) ? partOf(document.activeElement) : null);

  map.addEventListener('pointerover', (event) => show(partOf(event.target) ?? focused()));
  map.addEventListener('pointerleave', () => show(focused()));
  map.addEventListener('focusin', (event) => show(partOf(event.target)));
  map.addEventListener('focusout', () => show(null));
}

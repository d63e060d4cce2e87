/** An address may name what stands in a folded place: it is unfolded, in view and has the focus, so that a reader by keyboard goes on from there. */
export function revealTarget(): void {
  const reveal = (): void => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id === '' ? null : document.getElementById(id);
    const fold = target?.closest('details');
    if (!target || !fold || target === fold || fold.id.startsWith('f-')) return;
    fold.open = true;
    target.scrollIntoView({ block: 'start', behavior: 'instant' });
    target.focus({ preventScroll: true });
  };
  addEventListener('hashchange', reveal);
  // The rest of the page stands after this script.
  addEventListener('DOMContentLoaded', reveal);
}

import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { FindingData, PageData } from '../data.ts';
import { Controls } from '../filter/controls.tsx';
import { everythingBroken, filtered } from '../filter/filter.ts';
import type { Filter } from '../filter/filter.ts';
import { filterIn, findingIn, linkOf } from '../filter/link.ts';
import { CopyLink } from '../finding/copy-link.tsx';
import { Finding } from '../finding/finding.tsx';

const step = 100; // rows that are added at once: a page of thousands answers slowly

/** The findings with their filters. The address always holds what is shown, so that it can be sent to somebody. */
export function Findings({ data }: { readonly data: PageData }): JSX.Element {
  const [filter, setFilter] = useState<Filter>(() => startFilter(data));
  const [open, setOpen] = useState<ReadonlySet<string>>(() => startOpen(data));
  const [room, setRoom] = useState(step);
  const [isPrinting, setPrinting] = useState(false);
  const [target, setTarget] = useState<string | null>(null);
  const shown = useMemo(() => filtered(data.findings, filter), [data, filter]);
  const names = useMemo(() => new Map(data.parts.map(({ key, name }) => [key, name])), [data]);

  useEffect(() => {
    const follow = (): void => {
      const asked = filterIn(location.hash);
      if (asked) setFilter(asked);
      const id = findingIn(location.hash);
      const finding = data.findings.find((each) => each.id === id);
      if (!finding) return;
      setFilter((now) => (filtered([finding], now).length > 0 ? now : { ...everythingBroken, states: [finding.state] }));
      setOpen((now) => new Set([...now, finding.id]));
      // The row may stand beyond what is drawn, and is there only after the next render.
      setRoom((now) => Math.max(now, data.findings.indexOf(finding) + 1));
      setTarget(finding.id);
    };
    const before = (): void => setPrinting(true);
    const after = (): void => setPrinting(false);
    follow();
    addEventListener('hashchange', follow);
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => {
      removeEventListener('hashchange', follow);
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
    };
  }, [data]);

  useLayoutEffect(() => {
    if (target === null) return;
    document.getElementById(`f-${target}`)?.scrollIntoView({ block: 'start', behavior: 'instant' });
    setTarget(null);
  }, [target]);

  const change = (next: Filter): void => {
    setFilter(next);
    setRoom(step);
    history.replaceState(null, '', linkOf(next));
  };
  const toggle = (id: string, isOpen: boolean): void => {
    if (open.has(id) === isOpen) return;
    setOpen(isOpen ? new Set([...open, id]) : new Set([...open].filter((each) => each !== id)));
  };
  const rows = isPrinting ? shown : shown.slice(0, room);
  if (data.findings.length === 0)
    return (
      <p>
        <span class="state kept">✓</span> Nothing is broken and nothing is undecided.
      </p>
    );
  return (
    <>
      <Controls data={data} filter={filter} onChange={change} />
      <div class="shown">
        <p class="quiet" role="status">
          {sayShown(shown, data)}
        </p>
        <CopyLink hash={linkOf(filter)}>copy link to this view</CopyLink>
        {isUsual(filter, data) ? null : (
          <button type="button" class="choice copy" onClick={() => change(usualFilter(data))}>
            clear filters
          </button>
        )}
      </div>
      {groupsOf(rows).map((group) => (
        <section class="group" key={group[0]?.principle ?? ''}>
          <h3>{headingOf(group[0]?.principle ?? null, data)}</h3>
          {group.map((finding) => (
            <Finding key={finding.id} finding={finding} nameOf={(part) => names.get(part) ?? part} isOpen={isPrinting || open.has(finding.id)} onToggle={toggle} />
          ))}
        </section>
      ))}
      {rows.length < shown.length ? (
        <button type="button" class="choice more" onClick={() => setRoom(room + step)}>
          show {Math.min(step, shown.length - rows.length)} more of {shown.length - rows.length}
        </button>
      ) : null}
    </>
  );
}

function sayShown(shown: readonly FindingData[], { findings }: PageData): string {
  return shown.length === 0 ? `None of ${findings.length} findings is like that.` : `${shown.length} of ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`;
}

function headingOf(principle: string | null, { principles }: PageData): string {
  return principle === null ? 'plimsoll.yml: what the contract states' : `${principle} ${principles.find(({ id }) => id === principle)?.title ?? ''}`;
}

/** Findings stand in the order of their principles. */
function groupsOf(rows: readonly FindingData[]): readonly (readonly FindingData[])[] {
  return [...Map.groupBy(rows, ({ principle }) => principle).values()];
}

function startFilter(data: PageData): Filter {
  return filterIn(location.hash) ?? usualFilter(data);
}

/** Where nothing is broken, what is undecided is what there is to see. */
function usualFilter({ findings }: PageData): Filter {
  return findings.some(({ state }) => state === 'broken') ? everythingBroken : { ...everythingBroken, states: [] };
}

function isUsual(filter: Filter, data: PageData): boolean {
  return linkOf(filter) === linkOf(usualFilter(data));
}

const openMax = 3;

function startOpen({ findings }: PageData): ReadonlySet<string> {
  const broken = findings.filter(({ state }) => state === 'broken');
  return new Set(broken.length <= openMax ? broken.map(({ id }) => id) : []);
}

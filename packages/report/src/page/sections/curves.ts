import { html } from '../../html/markup.ts';
import type { Section } from '../../html/page.ts';
import { measuredCurves } from '../curves/measured.ts';
import { runCharts } from '../curves/run-charts.ts';
import type { PageParts } from '../page-parts.ts';

/** Latency over load: of the file that was named, then of stored runs. */
export function curves({ curves: measured, runs, systems }: PageParts): Section | null {
  const stored = runCharts({ runs, systems });
  if (!measured && !stored) return null;
  return {
    id: 'curves',
    title: 'Latency over load',
    count: (measured?.systems.length ?? 0) + (stored?.count ?? 0),
    body: html`${measured ? measuredCurves(measured) : null}${measured && stored ? html`<h3>Stored runs</h3>\n` : null}${stored?.body ?? null}`,
  };
}

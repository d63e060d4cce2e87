/** The part of a record that a heading opens, in the words of Nygard, MADR, log4brains and their kin. */
export type Part = 'status' | 'context' | 'drivers' | 'decision' | 'options' | 'consequences';

const parts: readonly (readonly [Part, RegExp])[] = [
  ['status', /^(?:status|zustand)\b/],
  [
    'decision',
    /^(?:the |our )?(?:decisions?|decision outcome|decision made|outcome|resolution|chosen option|proposed solution|entscheidung|ergebnis|gewählte option)\b(?! (?:drivers?|criteria|log|records?|makers?))/,
  ],
  ['drivers', /^(?:decision drivers?|decision criteria|drivers|requirements|goals|entscheidungstreiber)\b/],
  ['context', /^(?:context|background|problem(?: statement)?|motivation|issue|kontext|ausgangslage|problemstellung|hintergrund)\b/],
  ['options', /^(?:considered options|options(?: considered)?|alternatives|considered alternatives|pros and cons|optionen|erwogene optionen|betrachtete (?:optionen|alternativen)|alternativen)\b/],
  ['consequences', /^(?:consequences|implications|impact|positive consequences|negative consequences|trade-?offs|konsequenzen|folgen|auswirkungen)\b/],
];

export function partOf(heading: string): Part | null {
  const text = plain(heading);
  return parts.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

const noun = '(?:performance|performanz|scalability|scaling|latency|throughput|capacity|leistung|skalierung|skalierbarkeit|latenz|durchsatz|kapazität)';
const about =
  '(?:impacts?|implications?|considerations?|consequences|effects?|requirements?|characteristics|aspects?|budgets?|analysis|notes?|section|targets?|goals?|planning|limits?|expectations?|profile|auswirkungen)';
const dedicated = new RegExp(
  `^(?:expected |non-functional: |nfrs?: )?${noun}(?:(?: ?(?:,|&|and|und|/) ?|[ -])(?:${noun}|load|cost|costs|reliability|availability|${about}))*$|^(?:leistungs|performance-?)auswirkung(?:en)?$|^(?:leistungs|performance-?)betrachtung(?:en)?$|^${about} (?:on|for|of|auf) (?:the |die )?(?:system )?${noun}$`,
);
const mention = new RegExp(`\\b(?:performan|scalab|scaling|latenc|throughput|capacity|skalier|latenz|durchsatz)`);

/** Whether a heading opens a section about performance, or only mentions it ("Composite keys for scalability"). */
export function performanceIn(heading: string): 'section' | 'mention' | null {
  const text = plain(heading);
  if (dedicated.test(text)) return 'section';
  return mention.test(text) ? 'mention' : null;
}

function plain(heading: string): string {
  return heading
    .slice(0, 120)
    .replace(/[*_`]/g, '')
    .replace(/^(?:\d+(?:\.\d+)*[.)]?\s+|[^\p{L}\d]+)/u, '')
    .replace(/[:.\s]+$/, '')
    .toLowerCase();
}

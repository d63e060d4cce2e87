const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const german: Readonly<Record<string, number>> = { januar: 1, februar: 2, märz: 3, mai: 5, juni: 6, juli: 7, oktober: 10, dezember: 12, okt: 10, dez: 12, mär: 3 };

/** The last day of what a target names: `Q3 2026` is 2026-09-30. Null where no day follows from the text. */
export function parseTargetDate(text: string): string | null {
  const source = text.slice(0, 120).toLowerCase();
  const iso = /\b(\d{4})-(\d{2})-(\d{2})\b/.exec(source);
  if (iso) return date(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const quarter = /\bq([1-4])[ /.-]*(\d{4})\b/.exec(source) ?? flip(/\b(\d{4})[ /.-]*q([1-4])\b/.exec(source));
  if (quarter) return lastDay(Number(quarter[2]), Number(quarter[1]) * 3);
  const half = /\bh([12])[ /.-]*(\d{4})\b/.exec(source) ?? flip(/\b(\d{4})[ /.-]*h([12])\b/.exec(source));
  if (half) return lastDay(Number(half[2]), Number(half[1]) * 6);
  const dotted = /\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b/.exec(source);
  if (dotted) return date(Number(dotted[3]), Number(dotted[2]), Number(dotted[1]));
  return byMonthName(source) ?? byNumbers(source);
}

function byMonthName(source: string): string | null {
  const name = /(?<![a-zäöü])(?:(\d{1,2})(?:st|nd|rd|th|\.)? +)?([a-zä]{3,9})\.?(?: +(\d{1,2})(?:st|nd|rd|th)?,?)?,? +(\d{4})\b/.exec(source);
  const month = name ? monthOf(name[2] ?? '') : null;
  if (!name || month === null) return null;
  const day = name[1] ?? name[3];
  return day === undefined ? lastDay(Number(name[4]), month) : date(Number(name[4]), month, Number(day));
}

function byNumbers(source: string): string | null {
  const month = /\b(\d{4})[-/](\d{2})\b(?![-/]?\d)/.exec(source);
  if (month) return Number(month[2]) >= 1 && Number(month[2]) <= 12 ? lastDay(Number(month[1]), Number(month[2])) : null;
  const year = /^\W*(?:(?:by )?(?:the )?end of |by |ende )?(20\d{2})\W*$/.exec(source);
  return year ? `${year[1]}-12-31` : null;
}

function monthOf(word: string): number | null {
  if (german[word] !== undefined) return german[word];
  const index = word.length < 3 ? -1 : months.findIndex((month) => month.startsWith(word) || (word === 'sept' && month === 'september'));
  return index === -1 ? null : index + 1;
}

function flip(match: RegExpExecArray | null): readonly [unknown, string | undefined, string | undefined] | null {
  return match && [match[0], match[2], match[1]];
}

function lastDay(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

function date(year: number, month: number, day: number): string | null {
  const value = new Date(Date.UTC(year, month - 1, day));
  const exists = value.getUTCFullYear() === year && value.getUTCMonth() === month - 1 && value.getUTCDate() === day;
  return exists ? value.toISOString().slice(0, 10) : null;
}

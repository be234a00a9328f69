import type { Release } from '../../../functions/contracts/reports.ts';

export interface MarkedPart {
  text: string;
  /** Which of the sources the number in it comes from. */
  source?: number;
}

type Source = Release['sources'][number];

/** The Russian text cut at its numbers: each source says how its number stands there. */
export function markedRussian(text: string, sources: readonly Pick<Source, 'shown'>[]): MarkedPart[] {
  let from = 0;
  const places = sources.flatMap(({ shown }, source) => {
    // In the order of the text where they stand in it; else wherever they stand.
    const ahead = text.indexOf(shown, from);
    const at = ahead >= 0 ? ahead : text.indexOf(shown);
    if (at < 0 || shown === '') return [];
    from = at + shown.length;
    return [{ at, end: from, source }];
  });
  return cut(text, places);
}

/** A number with its groups and its fraction, as it stands in English. */
const ENGLISH_NUMBER = /\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?/g;

/** The English text has the same numbers in its own writing, so they are known by their value. */
export function markedEnglish(text: string, sources: readonly Pick<Source, 'value'>[]): MarkedPart[] {
  const left = new Set(sources.keys());
  const places = [...text.matchAll(ENGLISH_NUMBER)].flatMap((match) => {
    const number = Number(match[0].replaceAll(',', ''));
    const source = [...left].find((index) => isSame(number, sources[index]?.value ?? Number.NaN));
    if (source === undefined) return [];
    left.delete(source);
    return [{ at: match.index, end: match.index + match[0].length, source }];
  });
  return cut(text, places);
}

/** As it is, a share in per cent, kopecks in roubles, in thousands or in millions of them: as exact as it is written. */
function isSame(shown: number, value: number): boolean {
  return [value, value * 100, value / 100, value / 100_000, value / 100_000_000].some(
    (each) => shown === each || (Math.abs(shown - each) <= 0.051 && each >= 1),
  );
}

function cut(text: string, places: readonly { at: number; end: number; source: number }[]): MarkedPart[] {
  const parts: MarkedPart[] = [];
  let from = 0;
  for (const { at, end, source } of [...places].sort((one, two) => one.at - two.at)) {
    if (at < from) continue;
    if (at > from) parts.push({ text: text.slice(from, at) });
    parts.push({ text: text.slice(at, end), source });
    from = end;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

export interface MarkedPart {
  text: string;
  /** Which of the numbers stands in it. */
  source?: number;
}

/** A text cut at its numbers, which are given as they stand in it, in their order. */
export function marked(text: string, numbers: readonly string[]): MarkedPart[] {
  let from = 0;
  const places = numbers.flatMap((number, source) => {
    const ahead = placeOf(text, number, from);
    const at = ahead >= 0 ? ahead : placeOf(text, number, 0);
    if (at < 0) return [];
    from = at + number.length;
    return [{ at, end: from, source }];
  });
  const parts: MarkedPart[] = [];
  let done = 0;
  for (const { at, end, source } of places.sort((one, two) => one.at - two.at)) {
    // The same number of two sources that stands there once belongs to the first.
    if (at < done) continue;
    if (at > done) parts.push({ text: text.slice(done, at) });
    parts.push({ text: text.slice(at, end), source });
    done = end;
  }
  if (done < text.length) parts.push({ text: text.slice(done) });
  return parts;
}

/** Where the number stands as a whole: the 5 is not in 15, 1.5 or 5,000. */
function placeOf(text: string, number: string, from: number): number {
  if (number === '') return -1;
  for (let at = text.indexOf(number, from); at >= 0; at = text.indexOf(number, at + 1)) {
    const before = text.slice(0, at);
    const after = text.slice(at + number.length);
    const isPart =
      (/^\d/.test(number) && /\d[\s.,]?$/.test(before)) || (/\d$/.test(number) && /^[\s.,]?\d/.test(after));
    if (!isPart) return at;
  }
  return -1;
}

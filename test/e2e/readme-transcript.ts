const BEGIN = '<!-- walkthrough -->';
const END = '<!-- /walkthrough -->';
const FENCE = '```';

/** @throws Error when the README has no place for it. */
function placeOf(readme: string): { begin: number; end: number } {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`README.md needs ${BEGIN} and, after it, ${END}.`);
  return { begin: begin + BEGIN.length, end };
}

/** The README with this transcript between its two marks. */
export function withTranscript(readme: string, transcript: string): string {
  const { begin, end } = placeOf(readme);
  return `${readme.slice(0, begin)}\n\n${FENCE}text\n${transcript}\n${FENCE}\n\n${readme.slice(end)}`;
}

/** The transcript that the README shows; empty when it shows none. */
export function transcriptOf(readme: string): string {
  const { begin, end } = placeOf(readme);
  const fenced = new RegExp(`${FENCE}\\w*\\n(.*)\\n${FENCE}`, 's').exec(readme.slice(begin, end));
  return fenced?.[1] ?? '';
}

import { execFileSync } from 'node:child_process';

/** What a reader reads: the text of a PDF in order, with plain spaces (poppler's pdftotext). */
export function textOfPdf(bytes: Uint8Array): string {
  return run('pdftotext', ['-', '-'], bytes)
    .replace(/[\u00A0\u202F]/g, ' ')
    .replace(/\s*\n\s*/g, '\n');
}

/** The same on one line, whatever the line breaks. */
export function lineOfPdf(bytes: Uint8Array): string {
  return textOfPdf(bytes).replace(/\s+/g, ' ');
}

export interface PrintedWord {
  page: number;
  text: string;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Where each word stands, in points from the upper left corner. */
export function wordsOfPdf(bytes: Uint8Array): PrintedWord[] {
  const pages = run('pdftotext', ['-bbox', '-', '-'], bytes).split('<page ').slice(1);
  const word = /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<\/word>/g;
  return pages.flatMap((content, index) =>
    [...content.matchAll(word)].map(([, ...found]) => {
      const [left = 0, top = 0, right = 0, bottom = 0] = found.slice(0, 4).map(Number);
      return { page: index + 1, text: found[4] ?? '', left, top, right, bottom };
    }),
  );
}

/** Title, page size, whether it is tagged, and so on (poppler's pdfinfo). */
export function factsOfPdf(bytes: Uint8Array): Record<string, string> {
  const lines = run('pdfinfo', ['-'], bytes).split('\n');
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
}

/** Each typeface with whether it is embedded and only as far as needed. */
export function fontsOfPdf(bytes: Uint8Array): { name: string; isEmbedded: boolean; isSubset: boolean }[] {
  return run('pdffonts', ['-'], bytes)
    .trim()
    .split('\n')
    .slice(2)
    .map((line) => {
      const [embedded, subset] = line.trim().split(/\s+/).slice(-5);
      return {
        name: line.split(/\s+/)[0] ?? '',
        isEmbedded: embedded === 'yes',
        isSubset: subset === 'yes',
      };
    });
}

/** What assistive technology reads: the tree of the document's parts with their text. */
export function structureOfPdf(bytes: Uint8Array): string {
  return run('pdfinfo', ['-struct-text', '-'], bytes);
}

function run(tool: string, parameters: string[], input: Uint8Array): string {
  return execFileSync(tool, parameters, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
}

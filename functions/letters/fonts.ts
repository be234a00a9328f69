import { readFileSync } from 'node:fs';

/**
 * The typefaces of letters, PT Serif (SIL Open Font License, fonts/OFL.txt). The bundler copies the folder beside every
 * function that reads them (lib/function-bundles.ts), so the address is right in the bundle as well.
 */
export function letterFont(weight: 'regular' | 'bold'): Uint8Array {
  let font = read.get(weight);
  if (!font) {
    font = new Uint8Array(readFileSync(new URL(`./fonts/pt-serif-${weight}.ttf`, import.meta.url)));
    read.set(weight, font);
  }
  return font;
}

const read = new Map<string, Uint8Array>();

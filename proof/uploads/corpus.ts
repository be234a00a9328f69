import { bombs } from './bombs.ts';
import type { CorpusFile } from './corpus-file.ts';
import { damagedFilms, randomOf } from './damaged-films.ts';
import { documents } from './documents.ts';
import { dressedFiles } from './dressed-files.ts';
import type { FilmWorkshop } from './film-workshop.ts';
import { namedFiles } from './named-files.ts';
import { realFilms } from './real-films.ts';
import { wickedBoxes } from './wicked-boxes.ts';

/** What CI has the time for; which ones, the seed decides. */
const FILES_OF_CI = 60;

/** The same files for the same seed. The long form has all of them, and more of those that chance damages. */
export function corpusOf(
  workshop: FilmWorkshop,
  { seed, long }: { seed: number; long: boolean },
): CorpusFile[] {
  const all = [
    ...realFilms(workshop),
    ...damagedFilms(workshop, seed, long ? 24 : 1),
    ...wickedBoxes(workshop),
    ...bombs(),
    ...dressedFiles(workshop),
    ...namedFiles(workshop),
    ...documents(workshop),
  ];
  if (long) return all;
  const random = randomOf(seed);
  const drawn = all.map((file) => ({ file, lot: random() })).sort((one, other) => one.lot - other.lot);
  const taken = new Set(drawn.slice(0, FILES_OF_CI).map(({ file }) => file));
  return all.filter((file) => taken.has(file));
}

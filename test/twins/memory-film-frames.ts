import { bandsOf, sharedFrames } from '../../functions/signals/film-frames.ts';
import type { FilmFrames } from '../../functions/signals/ports.ts';
import { compareText } from './compare-text.ts';

type Film = Parameters<FilmFrames['remember']>[0];

/** Films in memory, found by a shared piece as on the table, which looks at no others. */
export function createMemoryFilmFrames(): FilmFrames {
  const films = new Map<string, Film>();

  return {
    async remember(film) {
      const given = structuredClone(film);
      await Promise.resolve();
      films.set(given.uploadId, given);
    },

    async find(uploadId) {
      await Promise.resolve();
      return structuredClone(films.get(uploadId)?.frames);
    },

    async alike({ policyId, frames }, atLeast) {
      await Promise.resolve();
      const pieces = new Set(bandsOf(frames));
      return [...films.values()]
        .filter(
          (film) => film.policyId !== policyId && bandsOf(film.frames).some((piece) => pieces.has(piece)),
        )
        .map(({ at: _at, ...film }) => ({ ...film, frames: sharedFrames(frames, film.frames) }))
        .filter((film) => film.frames >= atLeast)
        .sort((a, b) => b.frames - a.frames || compareText(a.uploadId, b.uploadId))
        .slice(0, 20);
    },
  };
}

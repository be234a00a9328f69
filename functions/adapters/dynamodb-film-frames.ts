import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { bandsOf, sharedFrames } from '../signals/film-frames.ts';
import type { FilmFrames } from '../signals/ports.ts';
import { filmOfPiece, type StoredFilm, storedFilm } from './dynamodb-film-frames-schemas.ts';
import { expressionOf, type Item, parseItem, queryItems } from './dynamodb-items.ts';
import { expiryOf } from './dynamodb-trace-index.ts';

/** Films of one piece that are looked at, the newest first: a piece that more films have tells little. */
const FILMS_OF_PIECE = 50;
/** Films that are compared frame by frame, those with the most pieces in common first. */
const MOST_COMPARED = 60;
const MOST_ALIKE = 20;

/**
 * One item a film, and one for each piece that it is looked up by: at most 64. The film's own is written last, so
 * whoever finds it may take it that all of it is there.
 */
export function createDynamoFilmFrames({
  client,
  tableName: TableName,
}: {
  client: DynamoDBDocumentClient;
  tableName: string;
}): FilmFrames {
  const put = (item: Item) => client.send(new PutCommand({ TableName, Item: item }));

  async function read(uploadId: string): Promise<StoredFilm | undefined> {
    const Key = { reportKey: `film#${uploadId}`, recordKey: 'frames' };
    const { Item } = await client.send(new GetCommand({ TableName, Key }));
    return Item && parseItem(storedFilm, Item, { trackingNumber: Key.reportKey, recordKey: Key.recordKey });
  }

  async function filmsOfPiece(piece: string) {
    const reportKey = pieceKey(piece);
    const items = await queryItems(
      client,
      {
        TableName,
        KeyConditionExpression: '#reportKey = :reportKey',
        ...expressionOf({ reportKey }),
        ScanIndexForward: false,
      },
      FILMS_OF_PIECE,
    );
    return items.map((item) =>
      parseItem(filmOfPiece, item, { trackingNumber: reportKey, recordKey: String(item.recordKey) }),
    );
  }

  return {
    async remember({ uploadId, trackingNumber, policyId, at, frames }) {
      const film = { uploadId, trackingNumber, policyId, at, expiresAt: expiryOf(at) };
      const { trackingNumber: _parcel, ...ofPiece } = film;
      const pieces = bandsOf(frames).map((piece) =>
        put({ reportKey: pieceKey(piece), recordKey: `${at}#${uploadId}`, ...ofPiece }),
      );
      await Promise.all(pieces);
      await put({ reportKey: `film#${uploadId}`, recordKey: 'frames', ...film, frames });
    },

    async find(uploadId) {
      return (await read(uploadId))?.frames;
    },

    async alike({ policyId, frames }, atLeast) {
      const found = (await Promise.all(bandsOf(frames).map(filmsOfPiece))).flat();
      const pieces = new Map<string, number>();
      for (const film of found) {
        if (film.policyId !== policyId) pieces.set(film.uploadId, (pieces.get(film.uploadId) ?? 0) + 1);
      }
      const nearest = [...pieces].sort(([, a], [, b]) => b - a).slice(0, MOST_COMPARED);
      const films = await Promise.all(nearest.map(([uploadId]) => read(uploadId)));
      return films
        .flatMap((film) => (film ? [{ ...film, frames: sharedFrames(frames, film.frames) }] : []))
        .filter((film) => film.frames >= atLeast)
        .sort((a, b) => b.frames - a.frames || (a.uploadId < b.uploadId ? -1 : 1))
        .slice(0, MOST_ALIKE)
        .map(({ at: _at, ...film }) => film);
    },
  };
}

function pieceKey(piece: string): string {
  return `frame#${piece}`;
}

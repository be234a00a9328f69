import { caseStore, evidenceStorage, filmFrames, filmLooker, signalQueue } from '../deps.ts';
import { filmMessage } from '../events/input-schemas.ts';
import { queueHandler } from '../events/queue-handler.ts';
import { logger } from '../observability.ts';
import { lookAtFilm } from '../signals/look-at-film.ts';

export const handler = queueHandler('look-at-film', async (body) => {
  const film = filmMessage.parse(body);
  const outcome = await lookAtFilm(film, {
    cases: caseStore(),
    storage: evidenceStorage(),
    looker: filmLooker(),
    films: filmFrames(),
    signals: signalQueue(),
  });
  logger.info('film looked at', { uploadId: film.uploadId, ...outcome });
});

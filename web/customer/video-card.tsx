import type { CustomerPolicy } from '../../functions/contracts/customer.ts';
import { render } from '../../functions/messages/fill-text.ts';
import {
  formatCount,
  formatMomentHere,
  formatMoney,
  formatSize,
  VIDEOS,
} from '../../functions/messages/format.ts';
import { ErrorText } from '../shared/field.tsx';
import { useStore } from '../shared/use-store.ts';
import { AbandonedRecordings } from './abandoned-recordings.tsx';
import { FilmFileButton } from './film-file-button.tsx';
import { filmsReceived, isFilmed, isTooShort, isUseless, mayFilmHere } from './films.ts';
import { Button, Card } from './parts.tsx';
import { useLanguage } from './texts.ts';
import { UploadLine } from './upload-line.tsx';
import type { Uploads } from './uploads.ts';

/** Whether a video is needed for this purchase and why; the way to it, and how far it is. */
export function VideoCard(props: { policy: CustomerPolicy; uploads: Uploads; onFilm: () => void }) {
  const { policy, uploads, onFilm } = props;
  const { locale, texts } = useLanguage();
  const { video } = texts;
  const isThere = isFilmed(policy);
  const used = policy.uploads.filter(
    ({ purpose, status }) => purpose === 'film' && status !== 'aborted',
  ).length;
  const listed = new Set(filmsReceived(policy).map(({ uploadId }) => uploadId));
  const lines = useStore(uploads.lines).filter(
    ({ state, isInterrupted }) =>
      state.purpose === 'film' &&
      // What the list above tells already is not told twice.
      (isInterrupted || state.phase !== 'done' || !listed.has(state.uploadId ?? '')),
  );
  const isUnderWay = lines.some(({ state }) => state.phase !== 'done' && state.phase !== 'failed');
  const left = policy.film.filesPerPolicy - used;
  const isFirst = !isThere && !isUnderWay;
  const main = isFirst && policy.videoRequired ? 'main' : 'other';
  const filming = isFirst ? (policy.videoRequired ? video.film : video.filmAnyway) : video.another;
  return (
    <Card tone={isThere ? 'good' : policy.videoRequired ? 'act' : 'calm'}>
      <h2>{isThere ? video.received : policy.videoRequired ? video.required : video.notRequired}</h2>
      {isThere && policy.claims.length === 0 && <p>{video.receivedNext}</p>}
      {!isThere && (
        <p>
          {render(policy.videoRequired ? video.requiredWhy : video.notRequiredWhy, {
            threshold: formatMoney(policy.videoThreshold, locale),
          })}
        </p>
      )}
      <Films policy={policy} />
      <AbandonedRecordings uploads={uploads} />
      {lines.map((line) => (
        <UploadLine key={line.key} line={line} policy={policy} uploads={uploads} />
      ))}
      {policy.status === 'active' && left > 0 && (
        <div class="buttons">
          {mayFilmHere() ? (
            <Button kind={main} onClick={onFilm}>
              {filming}
            </Button>
          ) : (
            <FilmFileButton policy={policy} uploads={uploads} kind={main} isCamera label={filming} />
          )}
          {isFirst && <FilmFileButton policy={policy} uploads={uploads} label={video.choose} />}
        </div>
      )}
      {policy.status === 'active' && (
        <p class="hint">
          {left > 0
            ? `${render(video.limits, { size: formatSize(policy.film.maximumBytes, locale) })} ${
                used > 0 ? render(video.countLeft, { count: formatCount(left, VIDEOS, locale) }) : ''
              }`
            : video.allUsed}
        </p>
      )}
    </Card>
  );
}

/** What has arrived, by name and time; and when nothing can be seen on it, while there is still time to film anew. */
function Films({ policy }: { policy: CustomerPolicy }) {
  const { locale, texts } = useLanguage();
  const films = filmsReceived(policy);
  if (films.length === 0) return null;
  return (
    <ul class="list">
      {films.map((film) => (
        <li key={film.uploadId}>
          {render(texts.refusal.film, {
            name: film.fileName,
            date: formatMomentHere(film.startedAt, policy.timeZone, locale),
          })}
          {isUseless(film) && <ErrorText>{texts.video.useless}</ErrorText>}
          {!isUseless(film) && isTooShort(film) && <ErrorText>{texts.video.tooShort}</ErrorText>}
        </li>
      ))}
    </ul>
  );
}

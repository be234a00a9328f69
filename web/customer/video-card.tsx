import type { CustomerPolicy } from '../../functions/contracts/customer.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { formatCount, formatMoney, formatSize, VIDEOS } from '../../functions/messages/format.ts';
import { Button, Card, FileButton, useStore } from './parts.tsx';
import { useLanguage } from './texts.ts';
import { UploadLine } from './upload-line.tsx';
import type { Uploads } from './uploads.ts';

/** Whether a video is needed for this purchase and why; the way to it, and how far it is. */
export function VideoCard(props: { policy: CustomerPolicy; uploads: Uploads; onFilm: () => void }) {
  const { policy, uploads, onFilm } = props;
  const { locale, texts } = useLanguage();
  const { video } = texts;
  const films = policy.uploads.filter(({ purpose }) => purpose === 'film');
  const received = films.filter(({ status }) => status === 'received').length;
  const used = films.filter(({ status }) => status !== 'aborted').length;
  const lines = useStore(uploads.lines).filter(({ state }) => state.purpose === 'film');
  const isUnderWay = lines.some(({ state }) => state.phase !== 'done' && state.phase !== 'failed');
  const threshold = { threshold: formatMoney(policy.videoThreshold, locale) };
  const left = policy.film.filesPerPolicy - used;
  const isFirst = received === 0 && !isUnderWay;
  const chooseFile = ([file]: File[]) => {
    if (file) uploads.send({ file, contentType: typeOfFilm(file), purpose: 'film' });
  };
  return (
    <Card tone={received > 0 ? 'good' : policy.videoRequired ? 'act' : 'calm'}>
      <h2>{received > 0 ? video.received : policy.videoRequired ? video.required : video.notRequired}</h2>
      {received > 0 && policy.claims.length === 0 && <p>{video.receivedNext}</p>}
      {received === 0 && (
        <p>{render(policy.videoRequired ? video.requiredWhy : video.notRequiredWhy, threshold)}</p>
      )}
      <Abandoned uploads={uploads} />
      {lines.map((line) => (
        <UploadLine key={line.key} line={line} policy={policy} />
      ))}
      {policy.status === 'active' && left > 0 && (
        <div class="buttons">
          <Button kind={isFirst && policy.videoRequired ? 'main' : 'other'} onClick={onFilm}>
            {isFirst ? (policy.videoRequired ? video.film : video.filmAnyway) : video.another}
          </Button>
          {isFirst && (
            <FileButton accept="video/*" onFiles={chooseFile}>
              {video.choose}
            </FileButton>
          )}
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

/** A recording that broke off on another phone: what arrived of it is the evidence, if its owner says so. */
function Abandoned({ uploads }: { uploads: Uploads }) {
  const { locale, texts } = useLanguage();
  const recordings = useStore(uploads.abandoned);
  return (
    <>
      {recordings.map((recording) => (
        <div key={recording.uploadId} class="inside">
          <p>
            {recording.isGrowing
              ? texts.upload.filmedElsewhere
              : render(texts.upload.abandoned, { sent: formatSize(recording.receivedBytes, locale) })}
          </p>
          {!recording.isGrowing && recording.receivedBytes > 0 && (
            <Button kind="other" onClick={() => uploads.finish(recording)}>
              {texts.upload.abandonedKeep}
            </Button>
          )}
        </div>
      ))}
    </>
  );
}

/** Some phones do not name the type of a film; its ending does. */
export function typeOfFilm(file: File): string {
  if (file.type !== '') return file.type;
  const ending = /\.(\w+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
  const types: Record<string, string> = {
    mov: 'video/quicktime',
    webm: 'video/webm',
    '3gp': 'video/3gpp',
    mkv: 'video/x-matroska',
  };
  return types[ending] ?? 'video/mp4';
}

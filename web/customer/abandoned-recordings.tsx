import { render } from '../../functions/messages/fill-text.ts';
import { formatSize } from '../../functions/messages/format.ts';
import { Button, Opening, Question, useStore } from './parts.tsx';
import { useLanguage } from './texts.ts';
import { GiveUp } from './upload-line.tsx';
import type { Uploads } from './uploads.ts';

/**
 * A recording that another phone has begun and not ended. It may be filming this very moment, so it is ended here only
 * when its owner says so; what arrived of it is the evidence then.
 */
export function AbandonedRecordings({ uploads }: { uploads: Uploads }) {
  const { locale, texts } = useLanguage();
  const { upload, cancel } = texts;
  return (
    <>
      {useStore(uploads.abandoned).map((recording) => (
        <div key={recording.uploadId} class="inside">
          <p>
            {recording.isGrowing
              ? upload.filmedElsewhere
              : recording.receivedBytes > 0
                ? render(upload.abandoned, { sent: formatSize(recording.receivedBytes, locale) })
                : `${upload.abandonedEmpty} ${upload.problems['nothing-arrived']}`}
          </p>
          {!recording.isGrowing && recording.receivedBytes === 0 && (
            <GiveUp onGiveUp={() => void uploads.giveUp(recording)} />
          )}
          {!recording.isGrowing && recording.receivedBytes > 0 && (
            <Opening kind="other" label={upload.abandonedKeep}>
              {(close) => (
                <Question text={upload.abandonedSure}>
                  <Button kind="other" onClick={() => uploads.finish(recording)}>
                    {upload.abandonedYes}
                  </Button>
                  <Button kind="quiet" onClick={close}>
                    {cancel}
                  </Button>
                </Question>
              )}
            </Opening>
          )}
        </div>
      ))}
    </>
  );
}

import type { Locale } from '../../functions/contracts/primitives.ts';
import type { CustomerPageTexts } from '../../functions/messages/catalogue/customer-page.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { formatSize } from '../../functions/messages/format.ts';
import { useStore } from '../shared/use-store.ts';
import { Button, Opening, Question } from './parts.tsx';
import { useLanguage } from './texts.ts';
import type { AbandonedRecording } from './upload/upload-types.ts';
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
          <p>{said(recording, texts, locale)}</p>
          {recording.isGrowing === false && recording.receivedBytes > 0 && (
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

/** Until it has been looked at for some seconds nobody knows whether it is being filmed, so nothing is offered yet. */
function said(recording: AbandonedRecording, { upload }: CustomerPageTexts, locale: Locale): string {
  if (recording.isGrowing) return upload.filmedElsewhere;
  if (recording.isGrowing === undefined) return upload.abandonedUnsure;
  return recording.receivedBytes > 0
    ? render(upload.abandoned, { sent: formatSize(recording.receivedBytes, locale) })
    : `${upload.abandonedUnsure} ${upload.problems['nothing-arrived']}`;
}

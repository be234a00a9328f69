import { Button, Opening, Question, useStore } from './parts.tsx';
import { useLanguage } from './texts.ts';
import type { Uploads } from './uploads.ts';

/**
 * A recording that another phone has begun and not ended. It may be filming this very moment, so it is ended here only
 * when its owner says so; what arrived of it is the evidence then.
 */
export function AbandonedRecordings({ uploads }: { uploads: Uploads }) {
  const { texts } = useLanguage();
  const { upload, cancel } = texts;
  const recordings = useStore(uploads.abandoned);
  return (
    <>
      {recordings.map((recording) => (
        <div key={recording.uploadId} class="inside">
          <p>{upload.abandoned}</p>
          <Opening kind="other" label={upload.abandonedKeep}>
            {(close) => (
              <Question text={upload.abandonedSure}>
                <Button
                  kind="other"
                  onClick={() => {
                    uploads.abandoned.set(recordings.filter((each) => each !== recording));
                    uploads.show(recording.finishWithWhatArrived());
                  }}
                >
                  {upload.abandonedYes}
                </Button>
                <Button kind="quiet" onClick={close}>
                  {cancel}
                </Button>
              </Question>
            )}
          </Opening>
        </div>
      ))}
    </>
  );
}

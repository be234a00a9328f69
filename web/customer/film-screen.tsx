import { useEffect, useRef, useState } from 'preact/hooks';
import type { CustomerPolicy } from '../../functions/contracts/customer.ts';
import type { CustomerPageTexts } from '../../functions/messages/catalogue/customer-page.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { formatSize } from '../../functions/messages/format.ts';
import { ErrorText } from '../shared/field.tsx';
import { formatDuration } from './durations.ts';
import type { RecordingController, RecordingState } from './film/recording-types.ts';
import { FilmFileButton } from './film-file-button.tsx';
import { HowToFilm } from './how-to-film.tsx';
import { Button, Card, ScreenTitle } from './parts.tsx';
import { useLanguage } from './texts.ts';
import type { Uploads } from './uploads.ts';

/** Films in the page; where the browser cannot, a file is chosen. */
export function FilmScreen(props: { policy: CustomerPolicy; uploads: Uploads; onDone: () => void }) {
  const { policy, uploads, onDone } = props;
  const { locale, texts } = useLanguage();
  const { recorder } = texts;
  const video = useRef<HTMLVideoElement>(null);
  const { state, controller, again } = useRecording(video, policy, uploads);
  const isFilming = state?.phase === 'recording';
  const isNothing = state?.phase === 'failed' && state.recordedBytes === 0;
  const isOver = state?.phase === 'stopping' || state?.phase === 'sent' || state?.phase === 'failed';

  // What was filmed is sent behind the page; its owner goes on.
  useEffect(() => {
    const upload = isOver ? controller?.upload() : undefined;
    if (!upload) return;
    uploads.show(upload);
    if (!state?.problem) onDone();
  }, [isOver, controller]);

  return (
    <Card>
      <ScreenTitle>{recorder.title}</ScreenTitle>
      <p role="status" class={isFilming ? 'on-air' : ''}>
        {said(state, texts)}
      </p>
      {state?.problem && (
        <ErrorText>{state.code && state.detail ? state.detail : recorder.problems[state.problem]}</ErrorText>
      )}
      <div class="preview" hidden={!isShown(state)}>
        <video ref={video} muted playsInline autoPlay aria-label={recorder.preview} />
      </div>
      {isFilming && state && (
        <p class="hint numbers">
          {state.sentBytes > 0 && render(recorder.saved, { sent: formatSize(state.sentBytes, locale) })}{' '}
          {!state.hasSound && recorder.noSound}
        </p>
      )}
      <div class="buttons">
        {state?.phase === 'ready' && (
          <Button onClick={() => void controller?.begin()}>{recorder.begin}</Button>
        )}
        {isFilming && <Button onClick={() => controller?.stop()}>{recorder.stop}</Button>}
        {state?.phase === 'failed' && state.problem !== 'unsupported' && (
          <Button kind="other" onClick={again}>
            {recorder.again}
          </Button>
        )}
        {isOver && state?.problem && state.recordedBytes > 0 && (
          <Button onClick={onDone}>{texts.claim.next}</Button>
        )}
        {!isFilming && (!isOver || isNothing) && (
          <FilmFileButton
            policy={policy}
            uploads={uploads}
            kind={isNothing ? 'main' : 'other'}
            onSent={onDone}
            label={recorder.chooseInstead}
          />
        )}
      </div>
      {isFilming ? <p class="hint">{recorder.keepOpen}</p> : <HowToFilm />}
    </Card>
  );
}

function isShown(state: RecordingState | undefined): boolean {
  return state !== undefined && ['ready', 'starting', 'recording'].includes(state.phase);
}

function said(state: RecordingState | undefined, { recorder, loading }: CustomerPageTexts): string {
  switch (state?.phase) {
    case undefined:
      return loading;
    case 'asking':
      return recorder.asking;
    case 'ready':
      return recorder.ready;
    case 'starting':
      return recorder.starting;
    case 'recording':
      return render(recorder.recording, { time: formatDuration(state.seconds) });
    case 'stopping':
      return recorder.stopping;
    case 'sent':
      return recorder.stopped;
    case 'failed':
      return '';
  }
}

/** The recorder comes when this screen opens, and releases the camera when it closes. */
function useRecording(
  video: { readonly current: HTMLVideoElement | null },
  policy: CustomerPolicy,
  uploads: Uploads,
) {
  const [attempt, setAttempt] = useState(0);
  const [controller, setController] = useState<RecordingController>();
  const [state, setState] = useState<RecordingState>();
  useEffect(() => {
    let isGone = false;
    let recording: RecordingController | undefined;
    setState(undefined);
    void Promise.all([import('./film/start-recording.ts'), uploads.uploader()]).then(
      ([{ startRecording }, uploader]) => {
        if (isGone || !video.current) return;
        recording = startRecording({
          video: video.current,
          trackingNumber: policy.trackingNumber,
          uploader,
          acceptedTypes: policy.film.acceptedTypes,
          maximumBytes: policy.film.maximumBytes,
          serverNow: uploads.serverNow,
        });
        setController(recording);
        setState(recording.state());
        recording.subscribe(setState);
      },
      // Without a line the recorder cannot be loaded; a normal camera needs none.
      () =>
        setState({
          phase: 'failed',
          seconds: 0,
          recordedBytes: 0,
          sentBytes: 0,
          hasSound: false,
          problem: 'not-started',
        }),
    );
    return () => {
      isGone = true;
      const upload = recording?.upload();
      recording?.close();
      // Whoever goes back while filming has ended it; what was filmed is sent all the same, and seen to be.
      if (upload) uploads.show(upload);
    };
  }, [attempt]);
  return { state, controller, again: () => setAttempt((before) => before + 1) };
}

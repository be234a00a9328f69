import type { CustomerPolicy } from '../../functions/contracts/customer.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { formatDeadline, formatSize } from '../../functions/messages/format.ts';
import { formatDuration } from './durations.ts';
import { Button, FileButton, Opening, Question } from './parts.tsx';
import { useLanguage } from './texts.ts';
import type { Line, Uploads } from './uploads.ts';

/** How far one upload is, what went wrong and what happens next; and what its owner can do about it. */
export function UploadLine(props: { line: Line; policy: CustomerPolicy; uploads: Uploads }) {
  const { line, policy, uploads } = props;
  const { locale, texts } = useLanguage();
  const { upload } = texts;
  const { state, controller } = line;
  const { phase, sentBytes, totalBytes, problem } = state;
  const isFilm = state.purpose === 'film';
  const sizes = { sent: formatSize(sentBytes, locale), total: formatSize(totalBytes ?? 0, locale) };
  const isOver = phase === 'done' || phase === 'failed';
  const finishUntil = policy.uploads.find(({ uploadId }) => uploadId === state.uploadId)?.finishUntil;
  return (
    <section class={`upload upload-${phase}`}>
      <p class="upload-name">{render(isFilm ? upload.title : upload.document, { name: state.fileName })}</p>
      <p role="status">{upload.phases[phase]}</p>
      {!isOver && (
        <>
          <progress
            max={totalBytes ?? 1}
            {...(totalBytes !== undefined && { value: sentBytes })}
            aria-label={state.fileName}
          />
          <p class="hint numbers">
            {totalBytes === undefined
              ? render(upload.progressUnknown, sizes)
              : render(upload.progress, sizes)}
            {state.bytesPerSecond !== undefined &&
              ` · ${render(upload.speed, { speed: formatSize(state.bytesPerSecond, locale) })}`}
            {state.secondsLeft !== undefined &&
              ` · ${render(upload.timeLeft, { time: formatDuration(state.secondsLeft) })}`}
          </p>
        </>
      )}
      {line.isInterrupted && <p class="error">{texts.recorder.problems.interrupted}</p>}
      {problem && (
        <p class={phase === 'failed' ? 'error' : 'hint'} role={phase === 'failed' ? 'alert' : undefined}>
          {problem.code === 'upload-not-open' && !problem.detail
            ? upload.over
            : `${upload.problems[problem.kind]} ${problem.detail ?? ''}`}
        </p>
      )}
      {isFilm && !isOver && finishUntil && (
        <p class="hint">
          {render(upload.finishUntil, { date: formatDeadline(finishUntil, policy.timeZone, locale) })}
        </p>
      )}
      {phase === 'needs-file' && controller && (
        <FileButton
          kind="main"
          accept={isFilm ? 'video/*' : policy.documents.acceptedTypes.join(',')}
          onFiles={([file]) => file && void controller.provideFile(file)}
        >
          {upload.chooseAgain}
        </FileButton>
      )}
      {phase === 'failed' && (
        <Button kind="quiet" onClick={() => uploads.dismiss(line.key)}>
          {upload.dismiss}
        </Button>
      )}
      {!isOver && controller && (
        <div class="buttons buttons-small">
          {phase === 'paused' && (
            <Button kind="other" onClick={() => controller.resume()}>
              {upload.resume}
            </Button>
          )}
          {phase === 'waiting' && (
            <Button kind="other" onClick={() => controller.resume()}>
              {texts.tryAgain}
            </Button>
          )}
          {(phase === 'sending' || phase === 'preparing') && (
            <Button kind="other" onClick={() => controller.pause()}>
              {upload.pause}
            </Button>
          )}
          {phase !== 'finishing' && phase !== 'elsewhere' && (
            <GiveUp onGiveUp={() => void controller.giveUp()} />
          )}
        </div>
      )}
    </section>
  );
}

function GiveUp({ onGiveUp }: { onGiveUp: () => void }) {
  const { texts } = useLanguage();
  return (
    <Opening kind="quiet" label={texts.upload.giveUp}>
      {(close) => (
        <Question text={texts.upload.giveUpSure}>
          <Button kind="other" onClick={onGiveUp}>
            {texts.upload.giveUpYes}
          </Button>
          <Button kind="quiet" onClick={close}>
            {texts.cancel}
          </Button>
        </Question>
      )}
    </Opening>
  );
}

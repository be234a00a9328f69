import { useState } from 'preact/hooks';
import type { CaseClaim } from '../../../functions/contracts/console.ts';
import { ErrorText, Field } from '../../shared/field.tsx';
import { useDraft } from '../drafts.ts';
import { Button } from '../parts.tsx';
import { useAction } from '../use-action.ts';
import { receivedFiles, useCase } from './case-desk.ts';
import { draftNameOf } from './form-values.ts';
import { shortMoment } from './words.ts';

const OUTCOMES = ['agreed', 'declined', 'other'] as const;

interface ReplyDraft {
  letterId?: string;
  outcome: (typeof OUTCOMES)[number];
  /** As the field of the browser gives it, in this desk's zone. */
  receivedAt: string;
  summary: string;
  documents: string[];
}

/** What the addressee of a letter has answered. */
export function ReplyForm({ claim }: { claim: CaseClaim }) {
  const { texts, view, api, trackingNumber, person, put, say, setOpenForm, locale, labels, now } = useCase();
  const words = texts.letters;
  const letters = view.letters.filter(({ status }) => status === 'sent' || status === 'answered');
  const awaited = letters.find(({ status }) => status === 'sent') ?? letters[0];
  const [given, setGiven, drop] = useDraft<ReplyDraft>(
    person.id,
    draftNameOf(trackingNumber, claim.claimId, 'receive-reply'),
    { outcome: 'agreed', receivedAt: localTime(now), summary: '', documents: [] },
  );
  const [isTried, setTried] = useState(false);
  const { run, isBusy, problem } = useAction();
  const letterId = given.letterId ?? awaited?.letterId;
  const isMissing = isTried && given.summary.trim() === '';
  const send = () => {
    setTried(true);
    const received = new Date(given.receivedAt);
    if (!letterId || given.summary.trim() === '' || Number.isNaN(received.getTime())) return;
    void run(async () => {
      put(
        await api.fileReply(trackingNumber, letterId, {
          receivedAt: received.toISOString(),
          outcome: given.outcome,
          summary: given.summary.trim(),
          ...(given.documents.length > 0 && { documents: given.documents }),
        }),
      );
      drop();
      setOpenForm(undefined);
      say(texts.timeline.steps['receive-reply'] ?? labels.actions['receive-reply']);
    });
  };
  return (
    <form
      class="action-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) send();
      }}
    >
      {letters.length > 1 && (
        <label class="field">
          <span class="label">{words.title}</span>
          <select
            value={letterId}
            onChange={(event) => setGiven({ ...given, letterId: event.currentTarget.value })}
          >
            {letters.map((letter) => (
              <option key={letter.letterId} value={letter.letterId}>
                {words.kinds[letter.kind]}
                {letter.outgoingNumber && ` ${letter.outgoingNumber}`}
                {letter.sentAt && `, ${shortMoment(letter.sentAt, claim.timeZone, locale)}`}
              </option>
            ))}
          </select>
        </label>
      )}
      <fieldset class="part part-row">
        <legend>{words.replyOutcome}</legend>
        {OUTCOMES.map((outcome) => (
          <label key={outcome} class="check">
            <input
              type="radio"
              name="outcome"
              checked={given.outcome === outcome}
              onChange={() => setGiven({ ...given, outcome })}
            />
            <span>{words.outcomes[outcome]}</span>
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span class="label">{words.replyReceived}</span>
        <input
          type="datetime-local"
          value={given.receivedAt}
          onInput={(event) => setGiven({ ...given, receivedAt: event.currentTarget.value })}
        />
      </label>
      <Field
        label={words.replySummary}
        name="summary"
        rows={4}
        maxLength={4000}
        value={given.summary}
        onValue={(summary) => setGiven({ ...given, summary })}
        error={isMissing ? words.replySummaryMissing : undefined}
      />
      <FilesChoice
        legend={words.replyDocuments}
        chosen={given.documents}
        policyId={claim.policyId}
        onChosen={(documents) => setGiven({ ...given, documents })}
      />
      {problem && <ErrorText>{problem}</ErrorText>}
      <div class="button-row form-end">
        <button type="submit" class="button button-main" aria-disabled={isBusy ? 'true' : undefined}>
          {words.replySend}
        </button>
        <Button kind="quiet" onClick={() => setOpenForm(undefined)}>
          {texts.actions.back}
        </Button>
      </div>
    </form>
  );
}

export function FilesChoice(props: {
  legend: string;
  chosen: readonly string[];
  policyId: string;
  onChosen: (evidenceIds: string[]) => void;
}) {
  const { view } = useCase();
  const files = receivedFiles(view, props.policyId);
  if (files.length === 0) return null;
  return (
    <fieldset class="part">
      <legend>{props.legend}</legend>
      {files.map(({ evidenceId, fileName }) => (
        <label key={evidenceId} class="check">
          <input
            type="checkbox"
            checked={props.chosen.includes(evidenceId)}
            onChange={(event) =>
              props.onChosen(
                event.currentTarget.checked
                  ? [...props.chosen, evidenceId].slice(0, 20)
                  : props.chosen.filter((each) => each !== evidenceId),
              )
            }
          />
          <span>{fileName}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** As a field of the browser takes it. */
function localTime(millis: number): string {
  const date = new Date(millis);
  return new Date(millis - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

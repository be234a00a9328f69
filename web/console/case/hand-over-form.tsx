import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { CaseClaim } from '../../../functions/contracts/console.ts';
import { ErrorText, Field } from '../../shared/field.tsx';
import { useDraft } from '../drafts.ts';
import { Button } from '../parts.tsx';
import { ColleagueChoice, useColleagues } from '../staff/colleagues.tsx';
import { useLanguage } from '../texts.ts';
import { useAction } from '../use-action.ts';
import { useCase } from './case-desk.ts';

/** Who gets the case, or that nobody has it, with what they should know. */
export function HandOverForm(props: {
  claim: CaseClaim;
  label: string;
  onAssign: (to: string | null, note: string) => Promise<void>;
  onClose: () => void;
}) {
  const { texts, person, trackingNumber } = useCase();
  const { screens } = useLanguage();
  const { claim } = props;
  const place = `case ${trackingNumber} ${claim.claimId} hand-over`;
  const [given, setGiven, drop] = useDraft(person.id, place, { to: '', note: '' });
  const [isMissing, setMissing] = useState(false);
  const colleagues = useColleagues({
    holder: claim.assignee?.id,
    refusedBy: claim.appeal?.refusedBy.id,
  });
  // Somebody may have left since the form was opened.
  const { run, isBusy, problem } = useAction(() => void colleagues.load());
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.focus({ preventScroll: true }), []);
  const assign = (to: string | null) =>
    run(async () => {
      await props.onAssign(to, given.note.trim());
      drop();
      props.onClose();
    });
  const mayHave = colleagues.mayHave(given.to);
  return (
    <form
      ref={form}
      tabIndex={-1}
      class="popover"
      aria-label={props.label}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        props.onClose();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (mayHave) void assign(given.to);
        else setMissing(true);
      }}
    >
      <ColleagueChoice
        colleagues={colleagues}
        name={useId()}
        chosen={given.to}
        onChosen={(to) => setGiven({ ...given, to })}
        error={isMissing && !mayHave ? screens.assign.choose : undefined}
      />
      <Field
        label={`${texts.assignee.note} (${texts.optional})`}
        name="note"
        rows={3}
        maxLength={500}
        value={given.note}
        onValue={(note) => setGiven({ ...given, note })}
      />
      {problem && <ErrorText>{problem}</ErrorText>}
      <div class="button-row">
        <button type="submit" class="button button-main" aria-disabled={isBusy ? 'true' : undefined}>
          {texts.assignee.send}
        </button>
        {claim.assignee && (
          <Button isBusy={isBusy} onClick={() => assign(null)}>
            {texts.assignee.back}
          </Button>
        )}
      </div>
    </form>
  );
}

import { useId, useState } from 'preact/hooks';
import type { WorkEntry } from '../../../functions/contracts/console.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { ErrorText, Field } from '../../shared/field.tsx';
import { groupedNumber } from '../../shared/grouped-number.ts';
import { useDesk } from '../desk.ts';
import { useDraft } from '../drafts.ts';
import { Button, Dialog } from '../parts.tsx';
import { Choice, ColleagueChoice, useColleagues } from '../staff/colleagues.tsx';
import { useLanguage } from '../texts.ts';
import { useAction } from '../use-action.ts';

const TO_QUEUE = '';

/** Hands a case over to another specialist or back to the queue: a supervisor any, a specialist their own. */
export function AssignDialog(props: {
  entry: WorkEntry;
  onClose: () => void;
  onDone: (said: string) => Promise<void>;
}) {
  const { screens, texts } = useLanguage();
  const { assign } = screens;
  const { api, person } = useDesk();
  const { entry } = props;
  const [to, setTo] = useState<string>();
  const [isMissing, setMissing] = useState(false);
  const [note, setNote, dropNote] = useDraft(person.id, `assign ${entry.claimId}`, '');
  const colleagues = useColleagues({ holder: entry.assignee });
  // Somebody may have left since the dialog was opened.
  const { run, isBusy, problem } = useAction(() => void colleagues.load());
  const id = useId();
  const mayGo = to !== undefined && (to === TO_QUEUE || colleagues.mayHave(to));
  const number = groupedNumber(entry.trackingNumber);
  const send = () => {
    if (!mayGo) return setMissing(true);
    return run(async () => {
      await api.assign(entry.trackingNumber, entry.claimId, {
        assignee: to === TO_QUEUE ? null : to,
        ...(note.trim() !== '' && { note: note.trim() }),
      });
      dropNote();
      await props.onDone(render(assign.done, { number }));
    });
  };
  return (
    <Dialog title={render(assign.title, { number })} onClose={props.onClose}>
      <ColleagueChoice
        colleagues={colleagues}
        name={id}
        chosen={to}
        onChosen={setTo}
        error={isMissing && !mayGo ? assign.choose : undefined}
      >
        {entry.assignee !== undefined && (
          <Choice name={id} isChosen={to === TO_QUEUE} onChosen={() => setTo(TO_QUEUE)}>
            {assign.toQueue}
          </Choice>
        )}
      </ColleagueChoice>
      <Field
        label={assign.note}
        hint={assign.noteHint}
        name="note"
        rows={2}
        maxLength={500}
        value={note}
        onValue={setNote}
      />
      {problem && <ErrorText>{problem}</ErrorText>}
      <div class="buttons">
        <Button kind="main" isBusy={isBusy} onClick={send}>
          {assign.send}
        </Button>
        <Button onClick={props.onClose}>{texts.cancel}</Button>
      </div>
    </Dialog>
  );
}

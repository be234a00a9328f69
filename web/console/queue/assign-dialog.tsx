import { useEffect, useId, useState } from 'preact/hooks';
import type { StaffMember, WorkEntry } from '../../../functions/contracts/console.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { groupedNumber } from '../../shared/grouped-number.ts';
import { useDesk } from '../desk.ts';
import { useDraft } from '../drafts.ts';
import { Button, Dialog, ErrorText, Field } from '../parts.tsx';
import { useLanguage } from '../texts.ts';
import { useAction } from '../use-action.ts';

const TO_QUEUE = '';

/** Hands a case over: a supervisor to anybody who handles cases, a specialist the own one back to the queue. */
export function AssignDialog(props: {
  entry: WorkEntry;
  onClose: () => void;
  onDone: (said: string) => Promise<void>;
}) {
  const { screens, texts } = useLanguage();
  const { assign } = screens;
  const { api, person } = useDesk();
  const { entry } = props;
  const mayChoose = person.role === 'supervisor';
  const [staff, setStaff] = useState<readonly StaffMember[]>([]);
  const [to, setTo] = useState<string | undefined>(mayChoose ? undefined : TO_QUEUE);
  const [isMissing, setMissing] = useState(false);
  const [note, setNote, dropNote] = useDraft(person.id, `assign ${entry.claimId}`, '');
  const { run, isBusy, problem } = useAction();
  const loading = useAction();
  const id = useId();
  useEffect(() => {
    if (mayChoose)
      void loading.run(async () => {
        const { value } = await api.listStaff();
        setStaff(value?.staff.filter(({ role }) => role === 'specialist' || role === 'supervisor') ?? []);
      });
  }, []);
  const number = groupedNumber(entry.trackingNumber);
  const send = () => {
    if (to === undefined) return setMissing(true);
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
      <fieldset class="plain-set" aria-describedby={isMissing ? `${id}-error` : undefined}>
        <legend>{assign.to}</legend>
        {mayChoose &&
          staff
            .filter(({ personId }) => personId !== entry.assignee)
            .map((member) => (
              <Choice
                key={member.personId}
                name={id}
                isChosen={to === member.personId}
                onChosen={() => setTo(member.personId)}
              >
                {member.personId === person.id ? assign.me : member.personId}
                <span class="hint">
                  {texts.roles[member.role]}, {render(assign.has, { count: String(member.openCases) })}
                  {member.absentUntil && <strong>, {assign.absent}</strong>}
                </span>
              </Choice>
            ))}
        {entry.assignee !== undefined && (
          <Choice name={id} isChosen={to === TO_QUEUE} onChosen={() => setTo(TO_QUEUE)}>
            {assign.toQueue}
          </Choice>
        )}
      </fieldset>
      {isMissing && to === undefined && <ErrorText id={`${id}-error`}>{assign.choose}</ErrorText>}
      {loading.problem && <ErrorText>{loading.problem}</ErrorText>}
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

function Choice(props: {
  name: string;
  isChosen: boolean;
  onChosen: () => void;
  children: preact.ComponentChildren;
}) {
  return (
    <label class="check">
      <input type="radio" name={props.name} checked={props.isChosen} onChange={props.onChosen} />
      <span>{props.children}</span>
    </label>
  );
}

import { useId, useState } from 'preact/hooks';
import type { StaffMember } from '../../../functions/contracts/console.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { ErrorText } from '../../shared/field.tsx';
import { useDesk } from '../desk.ts';
import { Button } from '../parts.tsx';
import { useLanguage } from '../texts.ts';
import { useAction } from '../use-action.ts';
import { sendAway } from './send-away.ts';

const DAY_MILLIS = 86_400_000;

/** Until when somebody is away, after what happens to their cases has been said. */
export function AbsenceForm(props: {
  personId: string;
  why: string;
  submit: string;
  onDone: (member: StaffMember) => Promise<void> | void;
  onCancel?: () => void;
}) {
  const { texts, screens } = useLanguage();
  const said = screens.staff;
  const { api, clock } = useDesk();
  const id = useId();
  const [day, setDay] = useState(dayFrom(clock.now(), 1));
  const [isWrong, setWrong] = useState(false);
  const [left, setLeft] = useState<number>();
  const { run, isBusy, problem } = useAction();
  const confirmAbsence = () => {
    const until = new Date(`${day}T00:00:00`);
    if (!(until.getTime() > clock.now())) return setWrong(true);
    return run(async () => {
      const change = { absentUntil: until.toISOString() };
      await props.onDone(await sendAway(api, props.personId, change, setLeft));
    });
  };
  return (
    <>
      <p>{props.why}</p>
      <div class="buttons">
        {(
          [
            [said.today, 1],
            [said.tomorrow, 2],
            [said.week, 7],
          ] as const
        ).map(([label, days]) => (
          <Button
            key={label}
            onClick={() => {
              setWrong(false);
              setDay(dayFrom(clock.now(), days));
            }}
          >
            {label}
          </Button>
        ))}
      </div>
      <div class="field">
        <label for={id}>{said.until}</label>
        <input
          id={id}
          type="date"
          value={day}
          min={dayFrom(clock.now(), 1)}
          aria-invalid={isWrong ? 'true' : undefined}
          aria-describedby={isWrong ? `${id}-error` : undefined}
          onInput={(event) => {
            setWrong(false);
            setDay(event.currentTarget.value);
          }}
        />
        {isWrong && <ErrorText id={`${id}-error`}>{said.untilMissing}</ErrorText>}
      </div>
      {isBusy && left !== undefined && (
        <p role="status">{render(said.handingBack, { count: String(left) })}</p>
      )}
      {problem && <ErrorText>{problem}</ErrorText>}
      <div class="buttons">
        <Button kind="main" isBusy={isBusy} onClick={confirmAbsence}>
          {props.submit}
        </Button>
        {props.onCancel && <Button onClick={props.onCancel}>{texts.cancel}</Button>}
      </div>
    </>
  );
}

function dayFrom(now: number, days: number): string {
  const { format } = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' });
  return format(now + days * DAY_MILLIS);
}

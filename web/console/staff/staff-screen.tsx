import { useId, useState } from 'preact/hooks';
import type { StaffMember } from '../../../functions/contracts/console.ts';
import type { Locale } from '../../../functions/contracts/primitives.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatMomentHere } from '../../../functions/messages/format.ts';
import type { StaffChange } from '../api.ts';
import { useDesk } from '../desk.ts';
import { Button, Dialog, ErrorText, ScreenTitle } from '../parts.tsx';
import { usePoll } from '../poll.ts';
import { useLanguage } from '../texts.ts';
import { shortDuration } from '../time-left.ts';
import { useAction } from '../use-action.ts';
import { useNow } from '../use-now.ts';

const LOCALES: readonly Locale[] = ['ru', 'en'];
const DAY_MILLIS = 86_400_000;

/** Who is there, in which languages, with how much; and who is not. */
export function StaffScreen() {
  const { texts, screens } = useLanguage();
  const { api } = useDesk();
  const said = screens.staff;
  const staff = usePoll('staff', (etag) => api.listStaff(etag));
  const [leaving, setLeaving] = useState<StaffMember>();
  const { run, problem } = useAction();
  const change = (personId: string, what: StaffChange) =>
    run(async () => {
      await api.changeStaff(personId, what);
      await staff.refresh();
    });
  const { columns } = said;
  return (
    <div class="staff">
      <ScreenTitle>{said.title}</ScreenTitle>
      <p class="quiet">{said.why}</p>
      {problem && <ErrorText>{problem}</ErrorText>}
      {staff.refused ? (
        <ErrorText>{staff.refused.message}</ErrorText>
      ) : staff.value === undefined ? (
        <p class="loading">{texts.loading}</p>
      ) : staff.value.staff.length === 0 ? (
        <p class="empty">{said.empty}</p>
      ) : (
        <table class="work work-alone">
          <thead>
            <tr>
              <th scope="col">{columns.person}</th>
              <th scope="col">{columns.role}</th>
              <th scope="col" class="number">
                {columns.cases}
              </th>
              <th scope="col">{columns.languages}</th>
              <th scope="col">{columns.seen}</th>
              <th scope="col">{columns.state}</th>
            </tr>
          </thead>
          <tbody>
            {staff.value.staff.map((member) => (
              <StaffRow
                key={member.personId}
                member={member}
                onChange={(what) => void change(member.personId, what)}
                onLeave={() => setLeaving(member)}
              />
            ))}
          </tbody>
        </table>
      )}
      {leaving && (
        <AbsenceDialog
          member={leaving}
          onClose={() => setLeaving(undefined)}
          onDone={async () => {
            setLeaving(undefined);
            await staff.refresh();
          }}
        />
      )}
    </div>
  );
}

function StaffRow(props: {
  member: StaffMember;
  onChange: (change: StaffChange) => void;
  onLeave: () => void;
}) {
  const { locale, texts, screens } = useLanguage();
  const said = screens.staff;
  const { person } = useDesk();
  const now = useNow(30_000);
  const { personId, role, lastSeenAt, absentUntil, locales, openCases } = props.member;
  const isAbsent = absentUntil !== undefined && Date.parse(absentUntil) > now;
  return (
    <tr>
      <th scope="row">
        {personId}
        {personId === person.id && <span class="quiet"> ({screens.queue.you})</span>}
      </th>
      <td>{texts.roles[role]}</td>
      <td class="number">{openCases}</td>
      <td>
        <fieldset class="languages" aria-label={`${said.columns.languages}: ${personId}`}>
          {LOCALES.map((each) => {
            const isOn = locales.includes(each);
            const others = locales.filter((other) => other !== each);
            return (
              <label key={each} class="check-inline">
                <input
                  type="checkbox"
                  checked={isOn}
                  // Whoever works in no language could be given no case.
                  disabled={isOn && others.length === 0}
                  onChange={() => props.onChange({ locales: isOn ? others : [...locales, each] })}
                />
                {screens.queue.locales[each]}
              </label>
            );
          })}
        </fieldset>
      </td>
      <td class="quiet nowrap">
        {render(said.ago, { time: shortDuration(now - Date.parse(lastSeenAt), locale) })}
      </td>
      <td>
        <span class={isAbsent ? 'flag flag-stop' : 'flag flag-good'}>
          {isAbsent
            ? render(said.absentUntil, { date: formatMomentHere(absentUntil, ownZone(), locale) })
            : said.here}
        </span>{' '}
        {isAbsent ? (
          <Button kind="quiet" onClick={() => props.onChange({ absentUntil: null })}>
            {said.back}
          </Button>
        ) : (
          <Button kind="quiet" onClick={props.onLeave}>
            {said.makeAbsent}
          </Button>
        )}
      </td>
    </tr>
  );
}

/** Of whoever sits here: an absence is their colleague's, by the same wall clock. */
const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

function AbsenceDialog(props: { member: StaffMember; onClose: () => void; onDone: () => Promise<void> }) {
  const { texts, screens } = useLanguage();
  const said = screens.staff;
  const { api, clock } = useDesk();
  const id = useId();
  const [day, setDay] = useState(dayFrom(clock.now(), 1));
  const [isWrong, setWrong] = useState(false);
  const { run, isBusy, problem } = useAction();
  const { personId, openCases } = props.member;
  const confirmAbsence = () => {
    const until = new Date(`${day}T00:00:00`);
    if (!(until.getTime() > clock.now())) return setWrong(true);
    return run(async () => {
      await api.changeStaff(personId, { absentUntil: until.toISOString() });
      await props.onDone();
    });
  };
  return (
    <Dialog title={render(said.makeAbsentTitle, { person: personId })} onClose={props.onClose}>
      <p>{render(said.makeAbsentWhy, { count: String(openCases) })}</p>
      <div class="buttons">
        {(
          [
            [said.today, 1],
            [said.tomorrow, 2],
            [said.week, 7],
          ] as const
        ).map(([label, days]) => (
          <Button key={label} onClick={() => setDay(dayFrom(clock.now(), days))}>
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
      {problem && <ErrorText>{problem}</ErrorText>}
      <div class="buttons">
        <Button kind="main" isBusy={isBusy} onClick={confirmAbsence}>
          {said.confirm}
        </Button>
        <Button onClick={props.onClose}>{texts.cancel}</Button>
      </div>
    </Dialog>
  );
}

function dayFrom(now: number, days: number): string {
  const { format } = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' });
  return format(now + days * DAY_MILLIS);
}

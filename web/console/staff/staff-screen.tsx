import { useState } from 'preact/hooks';
import type { StaffMember } from '../../../functions/contracts/console.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatMomentHere } from '../../../functions/messages/format.ts';
import { ErrorText } from '../../shared/field.tsx';
import type { StaffChange } from '../api.ts';
import { useDesk } from '../desk.ts';
import { Button, Dialog, ScreenTitle } from '../parts.tsx';
import { usePoll } from '../poll.ts';
import { useLanguage } from '../texts.ts';
import { shortDuration } from '../time-left.ts';
import { useAction } from '../use-action.ts';
import { useNow } from '../use-now.ts';
import { AbsenceForm } from './absence-form.tsx';
import { Languages } from './languages.tsx';
import { ownZone } from './own-zone.ts';

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
        <Dialog
          title={render(said.makeAbsentTitle, { person: leaving.personId })}
          onClose={() => setLeaving(undefined)}
        >
          <AbsenceForm
            personId={leaving.personId}
            why={render(said.makeAbsentWhy, { count: String(leaving.openCases) })}
            submit={said.confirm}
            onDone={async () => {
              setLeaving(undefined);
              await staff.refresh();
            }}
            onCancel={() => setLeaving(undefined)}
          />
        </Dialog>
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
        <Languages
          label={`${said.columns.languages}: ${personId}`}
          locales={locales}
          onLocales={(next) => props.onChange({ locales: next })}
        />
      </td>
      <td class="quiet nowrap">
        {lastSeenAt && render(said.ago, { time: shortDuration(now - Date.parse(lastSeenAt), locale) })}
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

import { useEffect, useRef, useState } from 'preact/hooks';
import type { StaffMember } from '../../../functions/contracts/console.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatMomentHere } from '../../../functions/messages/format.ts';
import { ErrorText } from '../../shared/field.tsx';
import { useDesk } from '../desk.ts';
import { Button, Dialog } from '../parts.tsx';
import { useLanguage } from '../texts.ts';
import { useAction } from '../use-action.ts';
import { useNow } from '../use-now.ts';
import { AbsenceForm } from './absence-form.tsx';
import { Languages } from './languages.tsx';
import { ownZone } from './own-zone.ts';
import { sendAway } from './send-away.ts';

/** A specialist's own entry of the directory: the languages they work in, going away, coming back. */
export function MyShift({ onClose }: { onClose: () => void }) {
  const { texts, screens, locale } = useLanguage();
  const said = screens.shift;
  const { api, person } = useDesk();
  const now = useNow(30_000);
  const [me, setMe] = useState<StaffMember>();
  const [done, setDone] = useState<string>();
  const loading = useAction();
  const changing = useAction();
  const load = () =>
    loading.run(async () => {
      const { value } = await api.listStaff();
      // The directory enters somebody with their first change, if not before.
      const unknown: StaffMember = {
        personId: person.id,
        role: 'specialist',
        locales: ['ru'],
        openCases: 0,
      };
      setMe(value?.staff.find(({ personId }) => personId === person.id) ?? unknown);
    });
  useEffect(() => void load(), []);
  useEffect(() => setDone(undefined), [texts]);
  const outcomeText = useRef<HTMLParagraphElement>(null);
  const became = (member: StaffMember, outcome: string) => {
    setMe(member);
    setDone(outcome);
  };
  // The button that was pressed is gone when somebody has left or come back.
  const wentOrCame = (member: StaffMember, outcome: string) => {
    became(member, outcome);
    outcomeText.current?.focus();
  };
  const { absentUntil, openCases = 0 } = me ?? {};
  const isAway = absentUntil !== undefined && Date.parse(absentUntil) > now;
  return (
    <Dialog title={said.title} onClose={onClose}>
      {me === undefined && !loading.problem && <p class="loading">{texts.loading}</p>}
      {loading.problem && (
        <div class="buttons">
          <ErrorText>{said.notLoaded}</ErrorText>
          <Button isBusy={loading.isBusy} onClick={load}>
            {texts.tryAgain}
          </Button>
        </div>
      )}
      <p ref={outcomeText} tabIndex={-1} class={done ? 'note' : 'only-read-out'} role="status">
        {done}
      </p>
      {changing.problem && <ErrorText>{changing.problem}</ErrorText>}
      {me && (
        <>
          <section class="shift-part">
            <h3>{said.languages}</h3>
            <Languages
              label={said.languages}
              locales={me.locales}
              onLocales={(locales) =>
                void changing.run(async () =>
                  became(await api.changeStaff(person.id, { locales }), said.languagesKept),
                )
              }
            />
            <p class="hint">{said.languagesWhy}</p>
          </section>
          <section class="shift-part">
            <h3>{said.absence}</h3>
            {isAway ? (
              <>
                <p>
                  <span class="flag flag-stop">
                    {render(screens.staff.absentUntil, {
                      date: formatMomentHere(absentUntil, ownZone(), locale),
                    })}
                  </span>
                </p>
                <p>{said.awayWhy}</p>
                {openCases > 0 && <p>{render(said.stillYours, { count: String(openCases) })}</p>}
                <div class="buttons">
                  <Button
                    kind="main"
                    isBusy={changing.isBusy}
                    onClick={() =>
                      changing.run(async () =>
                        wentOrCame(await api.changeStaff(person.id, { absentUntil: null }), said.cameBack),
                      )
                    }
                  >
                    {said.comeBack}
                  </Button>
                  {openCases > 0 && (
                    <Button
                      isBusy={changing.isBusy}
                      onClick={() =>
                        changing.run(async () => {
                          const member = await sendAway(api, person.id, { absentUntil }, () => {});
                          wentOrCame(member, member.openCases === 0 ? said.wentAway : said.someLeft);
                        })
                      }
                    >
                      {said.handBackRest}
                    </Button>
                  )}
                </div>
              </>
            ) : (
              <AbsenceForm
                personId={person.id}
                why={render(said.goAwayWhy, { count: String(openCases) })}
                submit={said.goAway}
                onDone={(member) =>
                  wentOrCame(member, member.openCases === 0 ? said.wentAway : said.someLeft)
                }
              />
            )}
          </section>
        </>
      )}
      <div class="buttons">
        <Button onClick={onClose}>{texts.close}</Button>
      </div>
    </Dialog>
  );
}

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import type { StaffMember } from '../../../functions/contracts/console.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatMomentHere } from '../../../functions/messages/format.ts';
import { ErrorText, Field } from '../../shared/field.tsx';
import { Refused } from '../../shared/refused.ts';
import { useDesk } from '../desk.ts';
import { Button } from '../parts.tsx';
import { useLanguage } from '../texts.ts';
import { useNow } from '../use-now.ts';
import { ownZone } from './own-zone.ts';

/** So many are taken in at a glance; more are found by their name. */
const MOST_AT_A_GLANCE = 8;

export interface Colleagues {
  /** Specialists, also those who cannot have the case; undefined while nobody knows. */
  known: readonly StaffMember[] | undefined;
  problem: string | undefined;
  load(): Promise<void>;
  /** Why this one cannot have the case; undefined when they can, or are not known. */
  whyNot(personId: string): string | undefined;
  mayHave(personId: string): boolean;
}

/** Who could take a case over, asked when the form opens: who is there changes during a day. */
export function useColleagues(of: {
  holder?: string | undefined;
  refusedBy?: string | undefined;
}): Colleagues {
  const { api } = useDesk();
  const { screens, locale } = useLanguage();
  const now = useNow(30_000);
  const [staff, setStaff] = useState<readonly StaffMember[]>();
  const [failure, setFailure] = useState<{ refused?: Refused }>();
  const load = async () => {
    setFailure(undefined);
    try {
      const { value } = await api.listStaff();
      setStaff(value?.staff ?? []);
    } catch (error) {
      setFailure(error instanceof Refused ? { refused: error } : {});
    }
  };
  useEffect(() => void load(), []);
  const known = staff?.filter(({ personId, role }) => role === 'specialist' && personId !== of.holder);
  const whyNot = (personId: string) => {
    if (personId === of.refusedBy) return screens.assign.refused;
    const absentUntil = known?.find((each) => each.personId === personId)?.absentUntil;
    if (absentUntil === undefined || Date.parse(absentUntil) <= now) return undefined;
    return render(screens.staff.absentUntil, { date: formatMomentHere(absentUntil, ownZone(), locale) });
  };
  return {
    known,
    problem: failure && (failure.refused?.message ?? screens.assign.notLoaded),
    load,
    whyNot,
    mayHave: (personId) =>
      (known?.some((each) => each.personId === personId) ?? false) && whyNot(personId) === undefined,
  };
}

/** One of the specialists, whoever can have the case first; `children` are other choices. */
export function ColleagueChoice(props: {
  colleagues: Colleagues;
  chosen: string | undefined;
  onChosen: (personId: string) => void;
  error: string | undefined;
  name: string;
  children?: ComponentChildren;
}) {
  const { screens, texts } = useLanguage();
  const { assign } = screens;
  const id = useId();
  const [sought, setSought] = useState('');
  const { known, problem, load, mayHave, whyNot } = props.colleagues;
  const isLong = known !== undefined && known.length > MOST_AT_A_GLANCE;
  const shown = (known ?? [])
    .filter(
      ({ personId }) =>
        !isLong || personId === props.chosen || personId.toLowerCase().includes(sought.trim().toLowerCase()),
    )
    .sort((one, other) => Number(mayHave(other.personId)) - Number(mayHave(one.personId)));
  return (
    <fieldset class="plain-set" aria-describedby={props.error ? `${id}-error` : undefined}>
      <legend>{assign.to}</legend>
      {isLong && <Field label={assign.find} name="colleague" value={sought} onValue={setSought} />}
      <div class="colleagues">
        {shown.map(({ personId, openCases, locales }) => {
          const reason = whyNot(personId);
          return (
            <Choice
              key={personId}
              name={props.name}
              isChosen={props.chosen === personId && reason === undefined}
              isOut={reason !== undefined}
              onChosen={() => props.onChosen(personId)}
            >
              {personId}
              <span class="hint">
                {reason ?? (
                  <>
                    {render(assign.has, { count: String(openCases) })},{' '}
                    {locales.map((each) => screens.queue.locales[each]).join(', ')}
                  </>
                )}
              </span>
            </Choice>
          );
        })}
        {props.children}
      </div>
      {problem ? (
        <div class="buttons">
          <ErrorText>{problem}</ErrorText>
          <Button onClick={load}>{texts.tryAgain}</Button>
        </div>
      ) : (
        <p class="hint" role="status">
          {known === undefined
            ? texts.loading
            : !known.some(({ personId }) => mayHave(personId))
              ? assign.nobodyThere
              : shown.length === 0
                ? assign.noneFound
                : ''}
        </p>
      )}
      {props.error && <ErrorText id={`${id}-error`}>{props.error}</ErrorText>}
    </fieldset>
  );
}

export function Choice(props: {
  name: string;
  isChosen: boolean;
  isOut?: boolean;
  onChosen: () => void;
  children: ComponentChildren;
}) {
  return (
    <label class={props.isOut ? 'check check-out' : 'check'}>
      <input
        type="radio"
        name={props.name}
        checked={props.isChosen}
        disabled={props.isOut}
        onChange={props.onChosen}
      />
      <span>{props.children}</span>
    </label>
  );
}

import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { CaseClaim, CaseView } from '../../../functions/contracts/console.ts';
import type { ClaimKind } from '../../../functions/contracts/primitives.ts';
import { claimKinds } from '../../../functions/messages/catalogue/claim-kinds.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatDeadline, formatMoney } from '../../../functions/messages/format.ts';
import { ErrorText, Field } from '../../shared/field.tsx';
import { Refused } from '../../shared/refused.ts';
import { ParcelCombobox } from '../combobox.tsx';
import { useDesk } from '../desk.ts';
import { useDraft } from '../drafts.ts';
import { Button, ScreenTitle } from '../parts.tsx';
import { hrefOf } from '../route.ts';
import { useShortcuts } from '../shortcuts.ts';
import { useLanguage } from '../texts.ts';
import { useAction } from '../use-action.ts';
import { useNow } from '../use-now.ts';
import { ParcelFacts } from './parcel-facts.tsx';
import {
  amountOf,
  EMPTY_DRAFT,
  type Missing,
  missingOf,
  type PhoneDraft,
  roublesOf,
  runningTime,
} from './phone-draft.ts';

const KINDS = Object.keys(claimKinds.ru) as ClaimKind[];

interface Filed {
  claim: CaseClaim;
  isNew: boolean;
  trackingNumber: string;
}

/**
 * A claim taken down while its customer talks: the form follows the call, everything on one screen, and the hands stay
 * on the keyboard. What is written is kept with every letter.
 */
export function PhoneScreen({ trackingNumber }: { trackingNumber?: string }) {
  const { clock, person } = useDesk();
  const [draft, setDraft, dropDraft] = useDraft<PhoneDraft>(person.id, 'phone-claim', EMPTY_DRAFT);
  const [filed, setFiled] = useState<Filed>();
  // A new form for each call: nothing of the one before may be left in it.
  const [call, setCall] = useState(0);
  const startedHere = useRef(new Date(clock.now()).toISOString());
  const begin = () => {
    dropDraft();
    startedHere.current = new Date(clock.now()).toISOString();
    setFiled(undefined);
    setCall(call + 1);
  };
  if (filed) return <FiledNote filed={filed} onNext={begin} />;
  return (
    <PhoneForm
      key={call}
      given={trackingNumber}
      draft={draft}
      startedAt={draft.callStartedAt ?? startedHere.current}
      onDraft={(next) => setDraft({ ...next, callStartedAt: draft.callStartedAt ?? startedHere.current })}
      onNewCall={begin}
      onFiled={(done) => {
        dropDraft();
        setFiled(done);
      }}
    />
  );
}

interface FormProps {
  given: string | undefined;
  draft: PhoneDraft;
  startedAt: string;
  onDraft: (draft: PhoneDraft) => void;
  onNewCall: () => void;
  onFiled: (filed: Filed) => void;
}

function PhoneForm({ given, draft, startedAt, onDraft, onNewCall, onFiled }: FormProps) {
  const { locale, screens } = useLanguage();
  const said = screens.phone;
  const { api } = useDesk();
  const now = useNow(1_000);
  const trackingNumber = draft.trackingNumber ?? given;
  const { view, problem: notRead, retry } = useParcel(trackingNumber);
  const [asked, setAsked] = useState(0);
  const form = useRef<HTMLDivElement>(null);
  const { run, isBusy, problem } = useAction();
  const purchase = view?.policy.amount;
  const missing = missingOf(draft, purchase);
  const shown: Missing = asked > 0 ? missing : {};
  const amount = amountOf(draft, purchase);
  useEffect(() => {
    if (asked > 0)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .choices-wrong input')?.focus();
  }, [asked]);
  const file = () => {
    if (Object.keys(missing).length > 0 || !view || !draft.kind || amount === undefined)
      return setAsked(asked + 1);
    const { kind } = draft;
    return run(async () => {
      const done = await api.filePhoneClaim(view.trackingNumber, {
        kind,
        amount,
        description: draft.description.trim(),
        callStartedAt: startedAt,
      });
      onFiled({ ...done, trackingNumber: view.trackingNumber });
    });
  };
  const startAnew = () => {
    const isBegun = draft.typed !== '' || draft.trackingNumber !== undefined || draft.description !== '';
    if (!isBegun || confirm(said.newCallSure)) onNewCall();
  };
  useShortcuts([
    { code: 'Enter', alt: true, label: 'Alt+Enter', does: said.keys.file, run: () => void file() },
    { code: 'KeyN', alt: true, label: 'Alt+N', does: said.keys.newCall, run: startAnew },
  ]);
  return (
    <div class="phone" ref={form}>
      <div class="phone-head">
        <ScreenTitle>{said.title}</ScreenTitle>
        <span class="phone-time" role="timer" aria-live="off">
          {render(said.running, { time: runningTime(now - Date.parse(startedAt)) })}
        </span>
        <span class="quiet phone-kept">{said.draftKept}</span>
        <Button hotkey="Alt+N" onClick={startAnew}>
          {said.newCall}
        </Button>
      </div>
      <div class="phone-columns">
        <div class="panel">
          <Step number={1} name={said.steps.parcel} />
          <Finder
            draft={draft}
            isFound={view !== undefined}
            error={shown.parcel && said.parcelMissing}
            onDraft={onDraft}
          />
          {notRead && (
            <>
              <ErrorText>{notRead}</ErrorText>
              <Button onClick={retry}>{said.find}</Button>
            </>
          )}
          <div aria-live="polite">
            {view && (
              <>
                <Step number={2} name={said.checkTitle} />
                <p class="hint">{said.checkHint}</p>
                <ParcelFacts view={view} now={now} />
              </>
            )}
          </div>
        </div>
        <div class="panel">
          <Step number={3} name={said.steps.what} />
          <Kinds
            value={draft.kind}
            error={shown.kind && said.kindMissing}
            onValue={(kind) => onDraft({ ...draft, kind })}
          />
          <div class="phone-amount">
            <Field
              label={said.amount}
              hint={said.amountHint}
              error={
                shown.amount === 'too-large'
                  ? render(said.amountTooLarge, { amount: formatMoney(purchase ?? 0, locale) })
                  : shown.amount && said.amountWrong
              }
              name="amount"
              inputMode="decimal"
              maxLength={20}
              value={draft.amount ?? (purchase === undefined ? '' : roublesOf(purchase))}
              onValue={(typed) => onDraft({ ...draft, amount: typed })}
            />
          </div>
          <Field
            label={said.description}
            hint={said.descriptionHint}
            error={shown.description && said.descriptionMissing}
            name="description"
            rows={5}
            maxLength={4000}
            value={draft.description}
            onValue={(description) => onDraft({ ...draft, description })}
          />
          <Step number={4} name={said.readBack} />
          <ReadBack draft={draft} view={view} amount={amount} />
          {problem && <ErrorText>{problem}</ErrorText>}
          <div class="buttons">
            <Button kind="main" hotkey="Alt+Enter" isBusy={isBusy} onClick={file}>
              {said.file}
            </Button>
          </div>
        </div>
      </div>
    </div>
  );
}

function Step({ number, name }: { number: number; name: string }) {
  return (
    <h2 class="step">
      <span class="step-number" aria-hidden="true">
        {number}
      </span>
      {name}
    </h2>
  );
}

/** The case of the parcel, read once: the facts do not change while somebody talks. */
function useParcel(trackingNumber: string | undefined) {
  const { api } = useDesk();
  const { locale, texts } = useLanguage();
  const [read, setRead] = useState<{ of: string; view?: CaseView; problem?: string }>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (trackingNumber === undefined) return;
    let isOver = false;
    api.readCase(trackingNumber).then(
      ({ value }) => {
        if (!isOver && value) setRead({ of: trackingNumber, view: value });
      },
      (error: unknown) => {
        const problem = error instanceof Refused ? error.message : texts.line.notSent;
        if (!isOver) setRead({ of: trackingNumber, problem });
      },
    );
    return () => {
      isOver = true;
    };
  }, [trackingNumber, tries, locale]);
  const current = read?.of === trackingNumber && trackingNumber !== undefined ? read : undefined;
  return { view: current?.view, problem: current?.problem, retry: () => setTries(tries + 1) };
}

function Finder(props: {
  draft: PhoneDraft;
  isFound: boolean;
  error: string | undefined;
  onDraft: (draft: PhoneDraft) => void;
}) {
  const { screens } = useLanguage();
  const said = screens.phone;
  const input = useRef<HTMLInputElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const { draft, onDraft } = props;
  useEffect(() => {
    // The first thing that is asked, unless the call is further on already.
    if (!props.isFound && draft.trackingNumber === undefined) input.current?.focus();
  }, []);
  return (
    <div ref={place}>
      <ParcelCombobox
        label={said.find}
        isLabelShown
        hint={said.findHint}
        error={props.error}
        value={draft.typed}
        within={input}
        onValue={(typed) => onDraft({ ...draft, typed })}
        onChosen={({ trackingNumber }) => {
          const isOther = trackingNumber !== draft.trackingNumber;
          // The sum of another purchase is another one.
          onDraft({
            ...draft,
            typed: trackingNumber,
            trackingNumber,
            ...(isOther && { amount: undefined }),
          });
          place.current
            ?.closest('.phone')
            ?.querySelector<HTMLElement>('input[type="radio"]:checked, input[type="radio"]')
            ?.focus();
        }}
      />
    </div>
  );
}

function Kinds(props: {
  value: ClaimKind | undefined;
  error: string | undefined;
  onValue: (kind: ClaimKind) => void;
}) {
  const { locale, screens } = useLanguage();
  const said = screens.phone;
  const id = useId();
  const chooseByDigit = (event: KeyboardEvent) => {
    const kind = /^[1-9]$/.test(event.key) ? KINDS[Number(event.key) - 1] : undefined;
    if (!kind || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    props.onValue(kind);
    (event.currentTarget as HTMLElement).querySelector<HTMLInputElement>(`input[value="${kind}"]`)?.focus();
  };
  return (
    <fieldset
      class={props.error ? 'kinds choices-wrong' : 'kinds'}
      aria-describedby={props.error ? `${id}-hint ${id}-error` : `${id}-hint`}
      onKeyDown={chooseByDigit}
    >
      <legend>{said.kind}</legend>
      <p id={`${id}-hint`} class="hint">
        {said.kindHint}
      </p>
      {props.error && <ErrorText id={`${id}-error`}>{props.error}</ErrorText>}
      <div class="kinds-list">
        {KINDS.map((kind, index) => (
          <label key={kind} class="kind" title={claimKinds[locale][kind].example}>
            <input
              type="radio"
              name={id}
              value={kind}
              checked={props.value === kind}
              onChange={() => props.onValue(kind)}
            />
            <span class="kind-digit" aria-hidden="true">
              {index + 1}
            </span>
            {said.kindShort[kind]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** What the customer hears before it is filed, in whole sentences. */
function ReadBack(props: { draft: PhoneDraft; view: CaseView | undefined; amount: number | undefined }) {
  const { locale, screens } = useLanguage();
  const said = screens.phone;
  const { draft, view, amount } = props;
  const needsFilm =
    view?.policy.videoRequired &&
    !view.evidence.some(({ purpose, status }) => purpose !== 'document' && status === 'received');
  return (
    <blockquote class="read-back">
      <p>
        {render(said.readBackText, {
          kind: draft.kind ? claimKinds[locale][draft.kind].label : '…',
          amount: amount === undefined ? '…' : formatMoney(amount, locale),
          description: draft.description.trim() || '…',
        })}
      </p>
      <p>{needsFilm ? said.readBackVideo : said.readBackWait}</p>
    </blockquote>
  );
}

function FiledNote({ filed, onNext }: { filed: Filed; onNext: () => void }) {
  const { locale, screens } = useLanguage();
  const said = screens.phone;
  const { claim, isNew, trackingNumber } = filed;
  const { claimId, status, deadline, timeZone } = claim;
  useShortcuts([{ code: 'KeyN', alt: true, label: 'Alt+N', does: said.keys.newCall, run: onNext }]);
  return (
    <div class="panel filed">
      <ScreenTitle>{isNew ? said.filedTitle : said.filedSame}</ScreenTitle>
      <dl class="facts">
        <div class="fact">
          <dt>{said.filedNumber}</dt>
          <dd class="filed-number">{claimId}</dd>
        </div>
      </dl>
      {deadline && (
        <p class="filed-say">
          {render(status === 'awaiting-video' ? said.filedVideo : said.filedDeadline, {
            date: formatDeadline(deadline, timeZone, locale),
          })}
        </p>
      )}
      <div class="buttons">
        <Button kind="main" hotkey="Alt+N" onClick={onNext}>
          {said.nextCall}
        </Button>
        <a class="button" href={hrefOf({ name: 'case', trackingNumber, claimId })}>
          {said.toCase}
        </a>
      </div>
    </div>
  );
}

import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import type { CustomerPolicy } from '../../functions/contracts/customer.ts';
import type { ClaimKind } from '../../functions/contracts/primitives.ts';
import { claimKinds } from '../../functions/messages/catalogue/claim-kinds.ts';
import type { CustomerPageTexts } from '../../functions/messages/catalogue/customer-page.ts';
import { hotline } from '../../functions/messages/catalogue/service.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { formatMoney } from '../../functions/messages/format.ts';
import { ErrorText, Field } from '../shared/field.tsx';
import { kopecksOf } from '../shared/roubles.ts';
import type { CustomerApi } from './api.ts';
import { deviceOf } from './device.ts';
import { isFilmed } from './films.ts';
import { useKept } from './kept.ts';
import { Button, Card, Choices, ScreenTitle, useWayToWrong } from './parts.tsx';
import { CallLink } from './shell.tsx';
import { useLanguage } from './texts.ts';
import { useAction } from './use-action.ts';

const STEPS = 3;
/** Three facts and their headings stay within the 4,000 characters of a description. */
const LONGEST_FACT = 1_200;
const FACTS = ['ordered', 'received', 'seller'] as const;
type Fact = (typeof FACTS)[number];

interface ClaimDraft {
  kind?: ClaimKind;
  amount: 'all' | 'other';
  roubles: string;
  ordered: string;
  received: string;
  seller: string;
}

const EMPTY_DRAFT: ClaimDraft = { amount: 'all', roubles: '', ordered: '', received: '', seller: '' };

interface ClaimFormProps {
  api: Pick<CustomerApi, 'fileClaim'>;
  policy: CustomerPolicy;
  step: number;
  onStep: (step: number) => void;
  /** Resolves when the page shows it. */
  onFiled: (isNew: boolean) => Promise<void>;
}

/** Files a claim in three short steps; what was typed survives a reload, and pressing twice files once. */
export function ClaimForm({ api, policy, step: asked, onStep, onFiled }: ClaimFormProps) {
  const { locale, texts } = useLanguage();
  const [draft, setDraft, dropDraft] = useKept(`claim-draft-${policy.policyId}`, EMPTY_DRAFT);
  const [isChecked, setChecked] = useState(false);
  const filing = useAction();
  const wayToWrong = useWayToWrong();
  const change = (part: Partial<ClaimDraft>) => setDraft({ ...draft, ...part });

  const wrong = wrongIn(draft, policy, texts, locale);
  const { kind, ...facts } = wrong;
  // The browser's own «back» leads to later steps again after the draft was sent or lost.
  const furthest = kind ? 1 : Object.keys(facts).length > 0 ? 2 : STEPS;
  const step = Math.min(asked, furthest);
  const goOn = () => {
    if (step === furthest) {
      setChecked(true);
      return wayToWrong.lead();
    }
    setChecked(false);
    onStep(step + 1);
  };
  const file = () =>
    filing.run(async () => {
      const device = deviceOf(() => localStorage);
      const { isNew } = await api.fileClaim({
        kind: draft.kind as ClaimKind,
        amount: amountOf(draft, policy) as number,
        description: descriptionOf(draft, texts),
        ...(device !== undefined && { device }),
      });
      await onFiled(isNew);
      dropDraft();
    });
  const shown = (error: string | undefined) => (isChecked ? error : undefined);

  return (
    <Card key={step} within={wayToWrong.within}>
      <p class="hint">{render(texts.claim.step, { step: String(step), steps: String(STEPS) })}</p>
      {step === 1 && (
        <>
          <ScreenTitle>{texts.claim.title}</ScreenTitle>
          {!policy.videoRequired && (
            <p>
              {texts.claim.orCall} <CallLink text={hotline.shown} />
            </p>
          )}
          <Choices
            legend={texts.claim.kindTitle}
            name="kind"
            value={draft.kind}
            onValue={(kind) => change({ kind })}
            error={shown(wrong.kind)}
            choices={policy.coveredKinds.map((value) => ({
              value,
              label: claimKinds[locale][value].label,
              detail: claimKinds[locale][value].example,
            }))}
          />
        </>
      )}
      {step === 2 && (
        <>
          <ScreenTitle>{texts.claim.factsTitle}</ScreenTitle>
          <Choices
            legend={texts.claim.amountTitle}
            name="amount"
            value={draft.amount}
            onValue={(amount) => change({ amount })}
            choices={[
              {
                value: 'all',
                label: render(
                  policy.leftToClaim < policy.amount ? texts.claim.amountLeft : texts.claim.amountAll,
                  { amount: formatMoney(policy.leftToClaim, locale) },
                ),
              },
              { value: 'other', label: texts.claim.amountOther },
            ]}
          />
          {draft.amount === 'other' && (
            <Field
              name="roubles"
              label={texts.claim.amountField}
              hint={render(texts.claim.amountHint, { amount: formatMoney(policy.leftToClaim, locale) })}
              inputMode="decimal"
              value={draft.roubles}
              onValue={(roubles) => change({ roubles })}
              error={shown(wrong.amount)}
            />
          )}
          {FACTS.map((fact) => (
            <Field
              key={fact}
              name={fact}
              rows={fact === 'received' ? 4 : 2}
              label={factLabel(fact, draft, texts)}
              hint={texts.claim.facts[fact].hint}
              value={draft[fact]}
              onValue={(value) => change({ [fact]: value })}
              error={shown(wrong[fact])}
            />
          ))}
        </>
      )}
      {step === 3 && <Review draft={draft} policy={policy} onStep={onStep} />}
      {filing.problem && <ErrorText>{filing.problem}</ErrorText>}
      <div class="buttons">
        {step < STEPS ? (
          <Button onClick={goOn}>{texts.claim.next}</Button>
        ) : (
          <Button onClick={file} isBusy={filing.isBusy}>
            {texts.claim.submit}
          </Button>
        )}
      </div>
      <p class="hint">{texts.claim.draftKept}</p>
    </Card>
  );
}

function Review(props: { draft: ClaimDraft; policy: CustomerPolicy; onStep: (step: number) => void }) {
  const { draft, policy, onStep } = props;
  const { locale, texts } = useLanguage();
  const { claim } = texts;
  const isUnderWay = policy.uploads.some(
    ({ purpose, status }) => purpose === 'film' && (status === 'open' || status === 'completing'),
  );
  const video = isFilmed(policy)
    ? claim.reviewVideoThere
    : isUnderWay
      ? claim.reviewVideoUnderWay
      : policy.videoRequired
        ? claim.reviewVideoMissing
        : claim.reviewVideoNotNeeded;
  return (
    <>
      <ScreenTitle>{claim.reviewTitle}</ScreenTitle>
      <dl class="facts">
        <dt>{claim.reviewKind}</dt>
        <dd>
          {claimKinds[locale][draft.kind as ClaimKind].label}
          <ChangeStep step={1} onStep={onStep} what={claim.reviewKind} />
        </dd>
        <dt>{claim.reviewAmount}</dt>
        <dd>
          {formatMoney(amountOf(draft, policy) as number, locale)}
          <ChangeStep step={2} onStep={onStep} what={claim.reviewAmount} />
        </dd>
        {FACTS.filter((fact) => draft[fact].trim() !== '').map((fact) => (
          <Fragment key={fact}>
            <dt>{factLabel(fact, draft, texts)}</dt>
            <dd class="said">
              {draft[fact]}
              <ChangeStep step={2} onStep={onStep} what={factLabel(fact, draft, texts)} />
            </dd>
          </Fragment>
        ))}
        <dt>{claim.reviewVideo}</dt>
        <dd>{video}</dd>
      </dl>
      <p class="hint">{claim.deviceNote}</p>
    </>
  );
}

function ChangeStep(props: { step: number; onStep: (step: number) => void; what: string }) {
  const { texts } = useLanguage();
  return (
    <button
      type="button"
      class="change"
      aria-label={`${texts.claim.change}: ${props.what}`}
      onClick={() => props.onStep(props.step)}
    >
      {texts.claim.change}
    </button>
  );
}

function factLabel(fact: Fact, draft: ClaimDraft, texts: CustomerPageTexts): string {
  return (draft.kind && texts.factsByKind[draft.kind]?.[fact]) ?? texts.claim.facts[fact].label;
}

function amountOf(draft: ClaimDraft, policy: CustomerPolicy): number | undefined {
  return draft.amount === 'all' ? policy.leftToClaim : kopecksOf(draft.roubles);
}

/** One text, as a specialist reads it: what was asked, and what was answered. */
function descriptionOf(draft: ClaimDraft, texts: CustomerPageTexts): string {
  return FACTS.filter((fact) => draft[fact].trim() !== '')
    .map((fact) => `${factLabel(fact, draft, texts)} ${draft[fact].trim()}`)
    .join('\n');
}

function wrongIn(
  draft: ClaimDraft,
  policy: CustomerPolicy,
  texts: CustomerPageTexts,
  locale: 'ru' | 'en',
): Partial<Record<'kind' | 'amount' | Fact, string>> {
  const amount = amountOf(draft, policy);
  const tooLong = render(texts.claim.factTooLong, {
    count: new Intl.NumberFormat(locale).format(LONGEST_FACT),
  });
  const lengths = FACTS.filter((fact) => draft[fact].length > LONGEST_FACT).map((fact) => [fact, tooLong]);
  return {
    ...(!draft.kind && { kind: texts.claim.kindMissing }),
    ...((amount === undefined || amount < 1 || amount > policy.leftToClaim) && {
      amount: render(texts.claim.amountWrong, { amount: formatMoney(policy.leftToClaim, locale) }),
    }),
    ...(draft.received.trim().length < 3 && { received: texts.claim.factMissing }),
    ...Object.fromEntries(lengths),
  };
}

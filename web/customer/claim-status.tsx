import type { ComponentChildren } from 'preact';
import type { CustomerClaim, CustomerPolicy } from '../../functions/contracts/customer.ts';
import type { Locale } from '../../functions/contracts/primitives.ts';
import { claimKinds } from '../../functions/messages/catalogue/claim-kinds.ts';
import type { CustomerPageTexts } from '../../functions/messages/catalogue/customer-page.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { formatDeadline, formatMomentHere, formatMoney } from '../../functions/messages/format.ts';
import { ErrorText } from '../shared/field.tsx';
import type { CustomerApi } from './api.ts';
import { keepTogether } from './keep-together.ts';
import { AnswerForm, AppealForm } from './lazy-screens.ts';
import { Button, Card, Opening, Question, ScreenTitle } from './parts.tsx';
import { Payee } from './payee.tsx';
import { useLanguage } from './texts.ts';
import type { Uploads } from './uploads.ts';
import { useAction } from './use-action.ts';

export interface ClaimProps {
  api: CustomerApi;
  policy: CustomerPolicy;
  claim: CustomerClaim;
  uploads: Uploads;
  /** Reads the policy anew and says what was done. */
  onChanged: (told?: string) => Promise<void>;
}

/** States in which the customer acts; in the other open ones it is our turn. */
const CUSTOMERS_TURN: readonly CustomerClaim['status'][] = ['awaiting-video', 'awaiting-customer'];

/** The money is there, wherever it came from. */
const WELL_ENDED: readonly CustomerClaim['status'][] = [
  'compensated',
  'refunded-by-seller',
  'recovered-through-bank',
];

/** One card that answers who acts now, by when, and what happens otherwise, with all that can be done right there. */
export function ClaimStatus(props: ClaimProps & { isMain: boolean; children?: ComponentChildren }) {
  const { claim, policy } = props;
  const { locale, texts } = useLanguage();
  const { status } = texts;
  const can = (action: string) => claim.allowedActions.includes(action);
  const isMine = CUSTOMERS_TURN.includes(claim.status);
  const tone = isMine
    ? 'act'
    : WELL_ENDED.includes(claim.status)
      ? 'good'
      : claim.status === 'refused'
        ? 'stop'
        : 'calm';
  const whose = isMine
    ? status.yourTurn
    : claim.status === 'awaiting-reply'
      ? status.othersTurn
      : claim.deadline
        ? status.ourTurn
        : can('appeal')
          ? status.appealable
          : status.closed;
  return (
    <Card tone={tone}>
      <p class={`turn turn-${tone}`}>{whose}</p>
      {props.isMain ? (
        <ScreenTitle>{claim.card.title}</ScreenTitle>
      ) : (
        <h2 class="screen-title">{claim.card.title}</h2>
      )}
      {claim.deadline ? (
        <dl class="who">
          <dt>{status.whoActs}</dt>
          <dd>{claim.card.whoActs}</dd>
          <dt>{status.byWhen}</dt>
          <dd>{claim.card.byWhen && keepTogether(claim.card.byWhen)}</dd>
          <dt>{status.otherwise}</dt>
          <dd>{claim.card.otherwise}</dd>
        </dl>
      ) : (
        // Nobody acts on a closed claim; a refusal says its reasons in full below.
        !claim.refusal && <p>{claim.card.whoActs}</p>
      )}
      {props.children}
      {claim.question && (
        <blockquote class="question">
          <p class="hint">{status.question}</p>
          <p class="said">{claim.question}</p>
        </blockquote>
      )}
      {can('answer') && <AnswerForm {...props} />}
      <Letters claim={claim} policy={policy} />
      {claim.refusal && <Refusal claim={claim} policy={policy} />}
      {can('appeal') && <AppealForm {...props} />}
      {((claim.deadline && claim.status !== 'awaiting-video') || claim.status === 'compensated') && (
        <Payee {...props} />
      )}
      <details class="more">
        <summary>{status.described}</summary>
        <dl class="facts">
          <dt>{status.kind}</dt>
          <dd>{claimKinds[locale][claim.kind].label}</dd>
          <dt>{render(status.amount, { amount: formatMoney(claim.amount, locale) })}</dt>
          <dd class="said">{claim.description}</dd>
        </dl>
        <p class="hint">
          {render(status.filed, { date: formatMomentHere(claim.filedAt, policy.timeZone, locale) })}
        </p>
      </details>
      {can('withdraw') && <Withdraw {...props} />}
    </Card>
  );
}

/** What went out, to whom, and until when an answer is awaited. */
function Letters({ claim, policy }: { claim: CustomerClaim; policy: CustomerPolicy }) {
  const { locale, texts } = useLanguage();
  const { letters } = texts;
  if (claim.letters.length === 0) return null;
  const day = (instant: string) => keepTogether(formatMomentHere(instant, policy.timeZone, locale));
  return (
    <section class="letters" aria-labelledby={`letters-${claim.claimId}`}>
      <h3 id={`letters-${claim.claimId}`}>{letters.title}</h3>
      <ul>
        {claim.letters.map(({ title, sentAt, awaitedUntil, answeredAt }, index) => (
          <li key={index}>
            <p>{title}</p>
            <p class="hint">{render(letters.sent, { date: day(sentAt) })}</p>
            {answeredAt && <p class="hint">{render(letters.answered, { date: day(answeredAt) })}</p>}
            {awaitedUntil && (
              <p class="hint">
                {keepTogether(
                  render(letters.awaited, { date: formatDeadline(awaitedUntil, claim.timeZone, locale) }),
                )}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Why, by which clause, on what it rests and what would change it: a refusal never comes without. */
function Refusal({ claim, policy }: { claim: CustomerClaim; policy: CustomerPolicy }) {
  const { locale, texts } = useLanguage();
  const { refusal } = texts;
  const told = claim.refusal;
  if (!told) return null;
  const mayAppeal = claim.allowedActions.includes('appeal');
  return (
    <section class="refusal" aria-labelledby={`refusal-${claim.claimId}`}>
      <h3 id={`refusal-${claim.claimId}`}>{refusal.title}</h3>
      <dl class="facts">
        <dt>{refusal.reason}</dt>
        <dd>{capitalized(told.reason)}</dd>
        <dt>{refusal.clause}</dt>
        <dd>
          {told.clause}. {told.clauseText}
        </dd>
        <dt>{refusal.evidence}</dt>
        <dd>
          <ul class="list">
            {told.evidence.map((evidence) => (
              <li key={evidence}>{nameOfEvidence(evidence, policy, texts, locale)}</li>
            ))}
          </ul>
        </dd>
        {told.explanation && (
          <>
            <dt>{refusal.explanation}</dt>
            <dd class="said">{told.explanation}</dd>
          </>
        )}
        {told.whatWouldChange && (
          <>
            <dt>{refusal.whatWouldChange}</dt>
            <dd class="said">{told.whatWouldChange}</dd>
          </>
        )}
      </dl>
      <p>
        {mayAppeal
          ? render(refusal.appealUntil, {
              date: keepTogether(formatDeadline(told.appealUntil, claim.timeZone, locale)),
            })
          : claim.status === 'refused' && refusal.appealOver}
      </p>
      {mayAppeal && claim.card.otherwise && <p>{claim.card.otherwise}</p>}
    </section>
  );
}

/** A specialist names films and documents by their ids; their owner knows them by name and day. */
function nameOfEvidence(
  evidence: string,
  policy: CustomerPolicy,
  texts: CustomerPageTexts,
  locale: Locale,
): string {
  const upload = policy.uploads.find(({ uploadId }) => uploadId === evidence);
  if (!upload) return evidence;
  const date = formatMomentHere(upload.startedAt, policy.timeZone, locale);
  return render(upload.purpose === 'film' ? texts.refusal.film : texts.refusal.document, {
    name: upload.fileName,
    date,
  });
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Withdraw({ api, claim, onChanged }: ClaimProps) {
  const { texts } = useLanguage();
  const withdrawing = useAction();
  const withdraw = () =>
    withdrawing.run(async () => {
      await api.withdraw(claim.claimId);
      await onChanged();
    });
  return (
    <Opening kind="quiet" label={texts.withdraw.open}>
      {(close) => (
        <Question text={texts.withdraw.sure}>
          {withdrawing.problem && <ErrorText>{withdrawing.problem}</ErrorText>}
          <div class="buttons">
            <Button kind="other" onClick={withdraw} isBusy={withdrawing.isBusy}>
              {texts.withdraw.yes}
            </Button>
            <Button kind="quiet" onClick={close}>
              {texts.cancel}
            </Button>
          </div>
        </Question>
      )}
    </Opening>
  );
}

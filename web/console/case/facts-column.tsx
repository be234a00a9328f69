import type { CaseClaim } from '../../../functions/contracts/console.ts';
import { attentionText } from '../../../functions/messages/catalogue/labels.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import {
  formatDeadline,
  formatDeadlineShort,
  formatMoment,
  formatMoney,
} from '../../../functions/messages/format.ts';
import { hrefOf } from '../route.ts';
import { useCase } from './case-desk.ts';
import { Checklist } from './checklist.tsx';
import { DecisionCard, ProposalCard } from './decisions.tsx';
import { Fact, Facts } from './facts.tsx';
import { MoneyInPost } from './money-in-post.tsx';
import { People } from './people.tsx';
import { SignalsPanel } from './signals-panel.tsx';
import { nameOf, shortMoment } from './words.ts';

/** What is known of the parcel, its protection and the claim. */
export function FactsColumn() {
  const { claim, texts } = useCase();
  return (
    <>
      {claim && <MoneyInPost claim={claim} />}
      {claim ? <ClaimFacts key={claim.claimId} claim={claim} /> : <p class="quiet">{texts.noClaims}</p>}
      {claim && <SignalsPanel key={`signals ${claim.claimId}`} claim={claim} />}
      {claim && <Checklist claim={claim} />}
      <People />
      <ParcelFacts />
    </>
  );
}

function ClaimFacts({ claim }: { claim: CaseClaim }) {
  const { texts, labels, locale, view } = useCase();
  const { facts } = texts;
  const isDecided = claim.decision !== undefined || claim.deadline === undefined;
  const recovered = claim.recoveries ?? [];
  const back = recovered.reduce((sum, { amount }) => sum + amount, 0);
  const payouts = view.payouts.filter(({ claimId }) => claimId === claim.claimId);
  return (
    <Facts title={facts.claim}>
      {claim.attention !== undefined && claim.status === 'needs-attention' && (
        <p class="note note-act">
          <strong>{facts.attention}</strong>
          {attentionText(claim.attention, locale)}
        </p>
      )}
      {claim.remark && (
        <p class="note">
          <strong>{facts.remark}</strong>
          {claim.remark}
        </p>
      )}
      <p class="claim-kind">{labels.claimKinds[claim.kind].label}</p>
      <p class="claim-sum">
        {isDecided
          ? `${facts.loss} ${formatMoney(claim.amount, locale)}`
          : render(facts.lossAndMost, {
              loss: formatMoney(claim.amount, locale),
              most: formatMoney(claim.mostToApprove, locale),
            })}
      </p>
      <blockquote class="words">{claim.description}</blockquote>
      {claim.answers.map((answer, index) => (
        <div key={index}>
          <h3>{facts.answer}</h3>
          <blockquote class="words">{answer}</blockquote>
        </div>
      ))}
      {claim.question && claim.status === 'awaiting-customer' && (
        <div class="note">
          <strong>{facts.question}</strong>
          <span class="words">{claim.question.text}</span>
          <span class="quiet">
            {render(facts.questionAsked, {
              date: shortMoment(claim.question.askedAt, claim.timeZone, locale),
              name: nameOf(claim.question.by, labels),
            })}
          </span>
        </div>
      )}
      {claim.appeal && (
        <section class="appeal">
          <h3>{texts.appeal.title}</h3>
          {claim.appealReason && <blockquote class="words">{claim.appealReason}</blockquote>}
          <p class="quiet">
            {render(texts.appeal.by, {
              name: nameOf(claim.appeal.refusedBy, labels),
              date: shortMoment(claim.appeal.previousDecision.at, claim.timeZone, locale),
            })}
            . {texts.appeal.another}
          </p>
          <details>
            <summary>{texts.appeal.previous}</summary>
            <DecisionCard decision={claim.appeal.previousDecision} claim={claim} />
          </details>
        </section>
      )}
      {claim.proposal && <ProposalCard proposal={claim.proposal} claim={claim} />}
      {claim.decision && <DecisionCard decision={claim.decision} claim={claim} />}
      <dl class="fact-list">
        <Fact name={facts.filed}>
          {shortMoment(claim.filedAt, claim.timeZone, locale)}, {facts.channels[claim.channel]}
        </Fact>
        {recovered.length > 0 && (
          <Fact name={facts.recovered}>
            {recovered
              .map(({ source, amount }) =>
                render(facts.recoveredFrom[source], { amount: formatMoney(amount, locale) }),
              )
              .join(', ')}
            ; {render(facts.left, { amount: formatMoney(Math.max(0, claim.amount - back), locale) })}
          </Fact>
        )}
        {claim.mergedInto && (
          <Fact name={facts.mergedInto}>
            <a
              href={hrefOf({ name: 'case', trackingNumber: view.trackingNumber, claimId: claim.mergedInto })}
            >
              {claim.mergedInto}
            </a>
          </Fact>
        )}
        {payouts.map((payout) => (
          <Fact key={payout.reference} name={facts.payouts}>
            {formatMoney(payout.amount, locale)}, {facts.payoutStatuses[payout.status]}{' '}
            {shortMoment(payout.settledAt ?? payout.intendedAt, claim.timeZone, locale)}
            {payout.rejection && ` (${payout.rejection})`}
          </Fact>
        ))}
        <Fact name="№">
          <span class="number">{claim.claimId}</span>
        </Fact>
      </dl>
    </Facts>
  );
}

function ParcelFacts() {
  const { view, texts, labels, locale } = useCase();
  const { policy, earlierPolicies } = view;
  const { facts } = texts;
  const zone = policy.office.timeZone;
  const threshold = formatMoney(policy.videoThreshold, locale);
  return (
    <Facts title={facts.parcel}>
      <dl class="fact-list">
        <Fact name={facts.amountPaid}>{formatMoney(policy.amount, locale)}</Fact>
        <Fact name={facts.protection}>
          {labels.policyStatuses[policy.status]},{' '}
          {render(facts.until, { date: formatDeadline(policy.endsAt, zone, locale) })}
        </Fact>
        {policy.claimableUntil !== policy.endsAt && (
          <Fact name={facts.claimableUntil}>{formatDeadline(policy.claimableUntil, zone, locale)}</Fact>
        )}
        <Fact name={facts.soldAt}>{formatMoment(policy.soldAt, zone, locale)}</Fact>
        <Fact name={facts.office}>
          {policy.office.index}, {policy.office.region}
        </Fact>
        <Fact name={facts.clerk}>{policy.clerkId}</Fact>
        <Fact name={facts.film}>
          {render(policy.videoRequired ? facts.filmNeeded : facts.filmNotNeeded, { threshold })}
        </Fact>
        <Fact name={facts.terms}>{policy.termsVersion}</Fact>
        {earlierPolicies.length > 0 && (
          <Fact name={facts.earlier}>
            {earlierPolicies
              .map(
                (each) =>
                  `${labels.policyStatuses[each.status]}, ${formatDeadlineShort(each.endsAt, zone, locale)}`,
              )
              .join('; ')}
          </Fact>
        )}
      </dl>
    </Facts>
  );
}

import type { TimelineEntry } from '../../../functions/contracts/case.ts';
import type { CaseClaim, CaseView } from '../../../functions/contracts/console.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { Button } from '../parts.tsx';
import { useCase } from './case-desk.ts';
import { DecisionCard, ProposalCard } from './decisions.tsx';
import { TimelineLine } from './timeline.tsx';

type Entry = Omit<TimelineEntry, 'trackingNumber'>;

/** Somebody looking is no change of the case. */
const NO_NEWS = [
  'film-taken',
  'personal-opened',
  'film-kept',
  'film-checked',
  'digest-told',
  'letter-drafted',
  'bookmarked',
];

/** What others than this person have done to the claim, or to its parcel, since a form of it was opened. */
export function newsOf(view: CaseView, claim: CaseClaim, seen: number, personId: string): Entry[] {
  return view.timeline.filter(
    ({ sequence, actor, claimId, action }) =>
      sequence > seen &&
      actor.id !== personId &&
      (claimId === undefined || claimId === claim.claimId) &&
      !NO_NEWS.includes(action),
  );
}

/** The present state, beside the text of whoever was second. */
export function ConflictNotice(props: {
  claim: CaseClaim;
  news: Entry[];
  isPossible: boolean;
  onGoOn: () => void;
}) {
  const { claim, news, isPossible } = props;
  const { texts, labels } = useCase();
  const words = texts.conflict;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and this has none
    <div class="conflict" role="group" aria-label={words.title} tabIndex={-1}>
      <h3>{words.title}</h3>
      <span class="only-read-out" role="alert">
        {words.title}
      </span>
      {news.length > 0 && (
        <ol class="timeline" aria-label={words.changed}>
          {news.map((entry) => (
            <TimelineLine key={entry.sequence} entry={entry} />
          ))}
        </ol>
      )}
      <p>
        <strong>{render(words.now, { status: labels.claimStatuses[claim.status] })}</strong>
      </p>
      {claim.proposal && <ProposalCard proposal={claim.proposal} claim={claim} />}
      {claim.decision && <DecisionCard decision={claim.decision} claim={claim} />}
      <p>{isPossible ? words.kept : words.gone}</p>
      {isPossible && <Button onClick={props.onGoOn}>{words.goOn}</Button>}
    </div>
  );
}

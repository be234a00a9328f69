import type { Decision, Proposal } from '../../../functions/contracts/case.ts';
import type { CaseClaim } from '../../../functions/contracts/console.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatDeadlineShort, formatMoney } from '../../../functions/messages/format.ts';
import { useCase } from './case-desk.ts';
import { LONGEST_WORDS } from './form-values.ts';
import { documentWords, fileWords, nameOf, shortened, shortMoment } from './words.ts';

/** What was decided, by whom and on what. */
export function DecisionCard({ decision, claim }: { decision: Decision; claim: CaseClaim }) {
  const { texts, labels, locale } = useCase();
  const words = texts.decision;
  const isRefusal = decision.outcome === 'refused';
  return (
    <div class={`note ${isRefusal ? 'note-stop' : 'note-good'}`}>
      <strong>
        {isRefusal
          ? words.refused
          : render(words.approved, { amount: formatMoney(decision.amount ?? 0, locale) })}
        {decision.reasonCode && `: ${texts.form.refusalReasons[decision.reasonCode]}`}
        {decision.clause && `, ${render(words.clause, { clause: decision.clause })}`}
      </strong>
      <span class="quiet">
        {render(words.by, {
          name: nameOf(decision.by, labels),
          date: shortMoment(decision.at, claim.timeZone, locale),
        })}
        {decision.approvedBy &&
          `, ${render(words.approvedBy, { name: nameOf(decision.approvedBy, labels) })}`}
        {decision.appealUntil &&
          `, ${render(words.appealUntil, { date: formatDeadlineShort(decision.appealUntil, claim.timeZone, locale) })}`}
      </span>
      <Grounds grounds={decision} />
    </div>
  );
}

export function ProposalCard({ proposal, claim }: { proposal: Proposal; claim: CaseClaim }) {
  const { texts, labels, locale } = useCase();
  return (
    <div class="note">
      <strong>{render(texts.decision.proposed, { amount: formatMoney(proposal.amount, locale) })}</strong>
      <span class="quiet">
        {render(texts.decision.by, {
          name: nameOf(proposal.by, labels),
          date: shortMoment(proposal.at, claim.timeZone, locale),
        })}
      </span>
      <Grounds grounds={proposal} />
    </div>
  );
}

type Given = Partial<
  Pick<Decision, 'evidence' | 'files' | 'explanation' | 'whatWouldChange' | 'withoutDocuments'>
>;

export function Grounds({ grounds }: { grounds: Given }) {
  const { texts } = useCase();
  const words = texts.decision;
  return (
    <>
      <GroundsList grounds={grounds} />
      {grounds.explanation && (
        <p>
          <span class="quiet">{words.explanation}: </span>
          {grounds.explanation}
        </p>
      )}
      {grounds.whatWouldChange && (
        <p>
          <span class="quiet">{words.whatWouldChange}: </span>
          {grounds.whatWouldChange}
        </p>
      )}
      {grounds.withoutDocuments && (
        <p>
          {render(words.without, {
            documents: documentWords(grounds.withoutDocuments.documents, texts),
            reason: grounds.withoutDocuments.reason,
          })}
        </p>
      )}
    </>
  );
}

/** Files as links to what they show, and words. */
export function GroundsList({ grounds }: { grounds: Pick<Given, 'evidence' | 'files'> }) {
  const { texts, view, look } = useCase();
  const { evidence = [], files = [] } = grounds;
  // A refusal names its files in words too, for the customer; here the link is enough. What somebody typed stays.
  const linked = files.flatMap((file) =>
    [fileWords(file, view), fileWords({ evidenceId: file.evidenceId }, view)].flatMap((words) => [
      words,
      shortened(words, LONGEST_WORDS),
    ]),
  );
  const said = evidence
    .map((each) => fileWords({ evidenceId: each }, view))
    .filter((each) => !linked.includes(each));
  if (said.length + files.length === 0) return null;
  return (
    <>
      <span class="quiet">{texts.decision.rests}:</span>
      <ul class="grounds">
        {files.map(({ evidenceId, second }) => (
          <li key={`${evidenceId} ${second}`}>
            <button type="button" class="link" onClick={() => look({ kind: 'evidence', id: evidenceId })}>
              {fileWords({ evidenceId, second }, view)}
            </button>
          </li>
        ))}
        {said.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </>
  );
}

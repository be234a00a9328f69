import type { CaseClaim, LetterView } from '../../../functions/contracts/console.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatDeadlineShort, formatMoney } from '../../../functions/messages/format.ts';
import { Button } from '../parts.tsx';
import { isOpen, useCase } from './case-desk.ts';
import { useWriteLetter } from './use-write-letter.ts';
import { shortMoment } from './words.ts';

/** While the cash on delivery is in the post, stopping it comes before anything else. */
export function MoneyInPost({ claim }: { claim: CaseClaim }) {
  const { texts, locale, view } = useCase();
  const { write, isBusy, problem } = useWriteLetter(claim);
  const money = claim.moneyInPost;
  if (!money) return null;
  const { money: words } = texts;
  if (money.state === 'none') return null;
  if (money.state === 'paid-out')
    return (
      <p class="quiet money-was">
        {render(words.paidOut, {
          date: money.paidOutAt ? shortMoment(money.paidOutAt, claim.timeZone, locale) : '',
        }).trim()}
        , {render(words.checked, { date: shortMoment(money.checkedAt, claim.timeZone, locale) })}
      </p>
    );
  if (!isOpen(claim)) return null;
  const recalls = view.letters.filter(
    ({ kind, claimId, status }) =>
      kind === 'recall-of-money-order' && claimId === claim.claimId && status !== 'discarded',
  );
  const sent = recalls
    .filter(({ status }) => status !== 'draft')
    .sort((one, other) => ((one.sentAt ?? '') < (other.sentAt ?? '') ? 1 : -1))[0];
  const facts = [
    money.orderNumber && render(words.order, { number: money.orderNumber }),
    money.payeeOffice && render(words.office, { office: money.payeeOffice }),
    money.amount !== undefined && render(words.sum, { amount: formatMoney(money.amount, locale) }),
  ].filter(Boolean);
  if (sent)
    return (
      <section class="money money-calm">
        <h2>{sentWords(sent)}</h2>
        <p>{facts.join(', ')}</p>
      </section>
    );
  return (
    <section class="money" aria-label={words.inPost}>
      <h2>{words.inPost}</h2>
      <p>{facts.join(', ')}</p>
      {claim.urgentUntil && (
        <p>
          {render(words.stopUntil, { date: formatDeadlineShort(claim.urgentUntil, claim.timeZone, locale) })}
        </p>
      )}
      {claim.allowedActions.includes('send-letter') && (
        <Button kind="main" isBusy={isBusy} onClick={() => write('recall-of-money-order')}>
          {recalls.length > 0 ? words.recallGoOn : words.recall}
        </Button>
      )}
      {problem && <p class="error">{problem}</p>}
    </section>
  );

  /** Once it is out there is nothing to hurry with, only an answer to wait for. */
  function sentWords({ sentAt, status, replyDueAt, isOverdue }: LetterView): string {
    const dated = (text: string, date: string) => render(text, { date });
    const { letters } = texts;
    return [
      sentAt && dated(words.recallSent, shortMoment(sentAt, claim.timeZone, locale)),
      status === 'answered' && letters.statuses.answered,
      status === 'sent' &&
        replyDueAt &&
        dated(
          isOverdue ? letters.overdue : letters.due,
          formatDeadlineShort(replyDueAt, claim.timeZone, locale),
        ),
    ]
      .filter(Boolean)
      .join(', ');
  }
}

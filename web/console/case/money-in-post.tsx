import type { CaseClaim } from '../../../functions/contracts/console.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatDeadlineShort, formatMoney } from '../../../functions/messages/format.ts';
import { Button } from '../parts.tsx';
import { useCase } from './case-desk.ts';
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
  const isRecalled = view.letters.some(
    ({ kind, claimId }) => kind === 'recall-of-money-order' && claimId === claim.claimId,
  );
  const facts = [
    money.orderNumber && render(words.order, { number: money.orderNumber }),
    money.payeeOffice && render(words.office, { office: money.payeeOffice }),
    money.amount !== undefined && render(words.sum, { amount: formatMoney(money.amount, locale) }),
  ].filter(Boolean);
  return (
    <section class="money" aria-label={words.inPost}>
      <h2>{words.inPost}</h2>
      <p>{facts.join(', ')}</p>
      {claim.urgentUntil && (
        <p>
          {render(words.stopUntil, { date: formatDeadlineShort(claim.urgentUntil, claim.timeZone, locale) })}
        </p>
      )}
      {claim.allowedActions.includes('send-letter') && !isRecalled && (
        <Button kind="main" isBusy={isBusy} onClick={() => write('recall-of-money-order')}>
          {words.recall}
        </Button>
      )}
      {problem && <p class="error">{problem}</p>}
    </section>
  );
}

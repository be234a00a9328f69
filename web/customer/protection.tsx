import type { CustomerPolicy } from '../../functions/contracts/customer.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { formatDeadline, formatMoney, formatTimeLeft } from '../../functions/messages/format.ts';
import { mayFile } from './filing.ts';
import { keepTogether } from './keep-together.ts';
import { Card, ScreenTitle } from './parts.tsx';
import { useLanguage } from './texts.ts';

const DAY_MILLIS = 86_400_000;

/** Until when the protection lasts, in the customer's zone with the Moscow time beside it. */
export function Protection({ policy, isMain = true }: { policy: CustomerPolicy; isMain?: boolean }) {
  const { locale, texts } = useLanguage();
  const { protection } = texts;
  const date = keepTogether(formatDeadline(policy.endsAt, policy.timeZone, locale));
  if (!mayFile(policy)) {
    return (
      <Card>
        <Title isMain={isMain}>{protection.ended}</Title>
        <p class="deadline">{render(protection.endedAt, { date })}</p>
        {isMain && <p>{protection.endedWhatNow}</p>}
      </Card>
    );
  }
  const isOver = policy.serverTime >= policy.endsAt;
  const left = keepTogether(formatTimeLeft(policy.serverTime, policy.endsAt, locale));
  const isLastDay = Date.parse(policy.endsAt) - Date.parse(policy.serverTime) < DAY_MILLIS;
  return (
    <Card>
      <Title isMain={isMain}>{protection.active}</Title>
      {isOver ? (
        <p class="deadline">
          {render(protection.mayFileUntil, {
            date: keepTogether(formatDeadline(policy.claimableUntil, policy.timeZone, locale)),
          })}
        </p>
      ) : (
        <>
          <p class="deadline">{render(protection.until, { date })}</p>
          <p class="hint">{render(isLastDay ? protection.lastDay : protection.left, { left })}</p>
        </>
      )}
      <p class="hint">{render(protection.purchase, { amount: formatMoney(policy.amount, locale) })}</p>
    </Card>
  );
}

/** Beside a claim the protection is no longer what the page is about. */
function Title(props: { isMain: boolean; children: string }) {
  return props.isMain ? <ScreenTitle>{props.children}</ScreenTitle> : <h2>{props.children}</h2>;
}

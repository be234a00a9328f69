import type { CustomerPolicy } from '../../functions/contracts/customer.ts';
import { formatMomentHere } from '../../functions/messages/format.ts';
import { useLanguage } from './texts.ts';

export function Timeline({ policy }: { policy: CustomerPolicy }) {
  const { locale, texts } = useLanguage();
  if (policy.timeline.length === 0) return null;
  return (
    <details class="more timeline" open={policy.claims.length > 0}>
      <summary>
        <h2>{texts.status.timeline}</h2>
      </summary>
      <ol>
        {policy.timeline.map(({ at, text }, index) => (
          <li key={index}>
            <time dateTime={at}>{formatMomentHere(at, policy.timeZone, locale)}</time>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

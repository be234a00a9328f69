import { useRef } from 'preact/hooks';
import type { CaseClaim } from '../../../functions/contracts/console.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { hrefOf } from '../route.ts';
import { useShortcuts } from '../shortcuts.ts';
import { LevelBadge, SignalGroups } from '../signals/signal-groups.tsx';
import { useSignalsTexts } from '../signals/texts.ts';
import { useCase } from './case-desk.ts';
import { shortMoment } from './words.ts';

/** A claim that has no judgement after so long was filed before there were rules. */
const JUDGED_WITHIN_MILLIS = 10 * 60_000;

/** What the rules say of the claim: sentences and the cases behind them. They advise; nothing here stops anybody. */
export function SignalsPanel({ claim }: { claim: CaseClaim }) {
  const { view, now, locale, trackingNumber } = useCase();
  const texts = useSignalsTexts();
  const { panel } = texts;
  const heading = useRef<HTMLHeadingElement>(null);
  useShortcuts([{ code: 'KeyS', label: 'S', does: panel.key, run: () => heading.current?.focus() }]);
  const judgement = view.judgements?.find(({ claimId }) => claimId === claim.claimId);
  const from = { trackingNumber, claimId: claim.claimId };
  return (
    <section class="case-section signals-panel">
      <div class="signals-head">
        <h2 ref={heading} tabIndex={-1} class="signals-title">
          {panel.title}
        </h2>
        {judgement && judgement.signals.length > 0 && <LevelBadge level={judgement.level} />}
      </div>
      {!judgement ? (
        <p class="quiet">
          {now - Date.parse(claim.filedAt) < JUDGED_WITHIN_MILLIS
            ? panel.isBeingChecked
            : panel.wasNotChecked}
        </p>
      ) : (
        <>
          {judgement.signals.length === 0 ? (
            <p class="quiet">{panel.nothing}</p>
          ) : (
            <>
              <p class="signals-advice">
                {texts.levelsWhy[judgement.level]} {panel.advice}
              </p>
              <SignalGroups signals={judgement.signals} headings="h3" />
            </>
          )}
          <p class="signals-foot">
            <a href={hrefOf({ name: 'seller', sellerId: judgement.sellerId, from })}>{texts.aboutSeller}</a>
            <span class="quiet">
              {render(texts.judged, {
                ruleSet: judgement.ruleSet,
                date: shortMoment(judgement.judgedAt, claim.timeZone, locale),
              })}
            </span>
          </p>
        </>
      )}
    </section>
  );
}

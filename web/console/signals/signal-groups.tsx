import type { CaseReference, ShownSignal, SignalLevel } from '../../../functions/contracts/signals.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { groupedNumber } from '../../shared/grouped-number.ts';
import { useDesk } from '../desk.ts';
import { useLanguage } from '../texts.ts';
import { placeOfClaim } from './claim-place.ts';
import { groupsOf } from './grouping.ts';
import { useSignalsTexts } from './texts.ts';

/** More stand behind a fold: the sentence says how many there are. */
const SHOWN_AT_ONCE = 4;

const TONES: Record<SignalLevel, string> = { none: 'calm', flag: 'act', hold: 'stop' };

/** What the signals of a claim advise together, in words: a number would pass for a measure of guilt. */
export function LevelBadge({ level }: { level: SignalLevel }) {
  const texts = useSignalsTexts();
  return (
    <span
      class={`signal-level signal-level-${TONES[level]}`}
      title={`${texts.levelsWhy[level]} ${texts.panel.advice}`}
    >
      {texts.levels[level]}
    </span>
  );
}

/** The sentences, by whom they are about, and the cases that they point at. */
export function SignalGroups(props: { signals: readonly ShownSignal[]; headings: 'h3' | 'h4' }) {
  const texts = useSignalsTexts();
  const { locale } = useLanguage();
  const Heading = props.headings;
  return (
    <>
      {groupsOf(props.signals).map(({ about, signals }) => (
        <div key={about} class="signal-group">
          <Heading>{texts.about[about]}</Heading>
          <ul class="signal-list">
            {signals.map((signal) => (
              <li key={signal.rule} class="signal">
                {signal.sentence[locale]}
                {signal.weight < 0 && <p class="signal-note">{texts.forTheBuyer}</p>}
                {signal.cases.length > 0 && <Cases cases={signal.cases} />}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}

function Cases({ cases }: { cases: readonly CaseReference[] }) {
  const texts = useSignalsTexts();
  const first = cases.slice(0, SHOWN_AT_ONCE);
  const rest = cases.slice(SHOWN_AT_ONCE);
  return (
    <div class="signal-cases">
      <span class="quiet">{texts.otherCases}</span> <CaseLinks cases={first} />
      {rest.length > 0 && (
        <details>
          <summary>{render(texts.moreCases, { count: String(rest.length) })}</summary>
          <CaseLinks cases={rest} />
        </details>
      )}
    </div>
  );
}

function CaseLinks({ cases }: { cases: readonly CaseReference[] }) {
  const texts = useSignalsTexts();
  const { person } = useDesk();
  return (
    <>
      {cases.map((each) => {
        const place = placeOfClaim(each, person.role);
        const number = groupedNumber(each.trackingNumber);
        return (
          <span key={each.claimId} class="signal-case">
            {place ? <a href={place}>{number}</a> : `${number} (${texts.mayNotOpen})`}
          </span>
        );
      })}
    </>
  );
}

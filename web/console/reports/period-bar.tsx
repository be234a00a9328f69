import { useEffect, useState } from 'preact/hooks';
import { render } from '../../../functions/messages/fill-text.ts';
import { ErrorText } from '../../shared/field.tsx';
import { Button } from '../parts.tsx';
import { periodText } from './figure-text.ts';
import type { Here } from './here.ts';
import {
  type Period,
  type PeriodProblem,
  PRESETS,
  periodBefore,
  periodOf,
  periodProblem,
  presetOf,
} from './periods.ts';
import { useReportTexts } from './report-texts.ts';

/** Which days, and whether they are compared; what is chosen stands in the address. */
export function PeriodBar({ here, comparable = true }: { here: Here; comparable?: boolean }) {
  const { locale, texts } = useReportTexts();
  const { place, period, today, go } = here;
  const [typed, setTyped] = useState<Period>(period);
  const [problem, setProblem] = useState<PeriodProblem | undefined>(place.problem);
  useEffect(() => {
    setTyped(period);
    setProblem(place.problem);
  }, [period.from, period.to, place.problem]);
  const preset = presetOf(period, today);
  const said = texts.period;
  const show = () => {
    const found = periodProblem(typed);
    setProblem(found);
    if (!found) go({ ...place, period: typed });
  };
  return (
    <section class="period" aria-label={said.title}>
      <div class="segments">
        {PRESETS.map((each) => (
          <button
            key={each}
            type="button"
            class="segment"
            aria-pressed={each === preset ? 'true' : 'false'}
            onClick={() => go({ ...place, period: periodOf(each, today) })}
          >
            {said.presets[each]}
          </button>
        ))}
      </div>
      <form
        class="period-days"
        onSubmit={(event) => {
          event.preventDefault();
          show();
        }}
      >
        {(['from', 'to'] as const).map((end) => (
          <label key={end} class="period-day">
            <span>{said[end]}</span>
            <input
              type="date"
              value={typed[end]}
              max={today}
              required
              aria-invalid={problem ? 'true' : undefined}
              onInput={(event) => setTyped({ ...typed, [end]: event.currentTarget.value })}
            />
          </label>
        ))}
        <Button onClick={show}>{said.apply}</Button>
      </form>
      {comparable && (
        <label class="check-inline">
          <input
            type="checkbox"
            checked={place.compares}
            onChange={(event) => go({ ...place, compares: event.currentTarget.checked }, true)}
          />
          <span>{said.compare}</span>
        </label>
      )}
      {problem && <ErrorText>{said.wrong[problem]}</ErrorText>}
      <p class="period-said">
        <strong>{periodText(period, locale)}</strong>{' '}
        {comparable && place.compares && (
          <span class="quiet">
            {render(said.before, { period: periodText(periodBefore(period), locale) })}
          </span>
        )}
      </p>
    </section>
  );
}

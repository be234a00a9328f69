import type { Locale } from '../../../functions/contracts/primitives.ts';
import { useLanguage } from '../texts.ts';

const LOCALES: readonly Locale[] = ['ru', 'en'];

/** The languages that somebody works in: one at least. */
export function Languages(props: {
  label: string;
  locales: readonly Locale[];
  onLocales: (locales: Locale[]) => void;
}) {
  const { screens } = useLanguage();
  return (
    <fieldset class="languages" aria-label={props.label}>
      {LOCALES.map((each) => {
        const isOn = props.locales.includes(each);
        const others = props.locales.filter((other) => other !== each);
        return (
          <label key={each} class="check-inline">
            <input
              type="checkbox"
              checked={isOn}
              // Whoever works in no language could be given no case.
              disabled={isOn && others.length === 0}
              onChange={() => props.onLocales(isOn ? others : [...others, each])}
            />
            {screens.queue.locales[each]}
          </label>
        );
      })}
    </fieldset>
  );
}

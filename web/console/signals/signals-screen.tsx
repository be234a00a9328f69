import { useRef } from 'preact/hooks';
import { ErrorText } from '../../shared/field.tsx';
import { useStore } from '../../shared/use-store.ts';
import { useDesk } from '../desk.ts';
import { Button, ScreenTitle, Select } from '../parts.tsx';
import { useShortcuts } from '../shortcuts.ts';
import { useLanguage } from '../texts.ts';
import { useLoaded } from '../use-loaded.ts';
import { latestMonths } from './months.ts';
import { SignalRow } from './signal-row.tsx';
import { signalsFilter } from './signals-filter.ts';
import { useSignalsTexts } from './texts.ts';
import { monthWords } from './words.ts';

const PAGE = 25;
const MONTHS_BACK = 12;
const ALL = '';
const LEVELS = ['hold', 'flag'] as const;

/** Claims that stand out, of all parcels: where an analyst and a supervisor begin. */
export function SignalsScreen() {
  const { api, clock, person } = useDesk();
  const { texts: around, locale } = useLanguage();
  const texts = useSignalsTexts();
  const said = texts.list;
  const filter = useStore(signalsFilter);
  const { month, level, place } = filter;
  const cursor = place?.personId === person.id ? place.cursor : undefined;
  const page = useLoaded(JSON.stringify({ month, level, cursor }), () =>
    api.listSignals({ month, level, cursor, limit: PAGE }),
  );
  const rows = useRef<HTMLOListElement>(null);
  useShortcuts([
    { code: 'KeyJ', label: 'J', does: said.keys.down, run: () => moveFocus(rows.current, 1) },
    { code: 'KeyK', label: 'K', does: said.keys.up, run: () => moveFocus(rows.current, -1) },
    // The row begins with a link, which the browser itself opens; here it is only told of.
    { code: '', label: 'Enter', does: said.keys.open, run: () => {} },
  ]);
  const turnTo = (next: string | undefined) => {
    signalsFilter.set({
      month,
      level,
      place: next === undefined ? next : { cursor: next, personId: person.id },
    });
    scrollTo({ top: 0 });
  };
  const claims = page.value?.claims;
  return (
    <div class="signals-screen">
      <ScreenTitle>{said.title}</ScreenTitle>
      <p class="quiet signals-why">{said.why}</p>
      <div class="filters signals-filters">
        <Select
          label={said.month}
          value={filter.month ?? ALL}
          choices={[
            { value: ALL, label: said.allMonths },
            ...latestMonths(clock.now(), MONTHS_BACK).map((month) => ({
              value: month,
              label: monthWords(month, locale),
            })),
          ]}
          onValue={(month) => signalsFilter.set({ level: filter.level, month: month || undefined })}
        />
        <Select
          label={said.level}
          value={filter.level ?? ALL}
          choices={[
            { value: ALL, label: said.allLevels },
            ...LEVELS.map((level) => ({ value: level, label: texts.levels[level] })),
          ]}
          onValue={(level) => signalsFilter.set({ month: filter.month, level: level || undefined })}
        />
      </div>
      {page.refused ? (
        <ErrorText>{page.refused.message}</ErrorText>
      ) : page.isLost ? (
        <>
          <ErrorText>{texts.unreachable}</ErrorText>
          <Button onClick={page.again}>{around.tryAgain}</Button>
        </>
      ) : claims === undefined ? (
        <p class="loading">{around.loading}</p>
      ) : claims.length === 0 ? (
        <p class="empty">{filter.month || filter.level ? said.emptyFiltered : said.empty}</p>
      ) : (
        <ol class="signal-rows" ref={rows}>
          {claims.map((claim) => (
            <SignalRow key={claim.claimId} claim={claim} />
          ))}
        </ol>
      )}
      <div class="paging">
        {cursor !== undefined && <Button onClick={() => turnTo(undefined)}>{said.first}</Button>}
        {page.value?.nextCursor !== undefined && (
          <Button onClick={() => turnTo(page.value?.nextCursor)}>{said.next}</Button>
        )}
      </div>
    </div>
  );
}

function moveFocus(within: HTMLElement | null, by: 1 | -1): void {
  const links = [...(within?.querySelectorAll<HTMLElement>('a[data-claim]') ?? [])];
  const row = document.activeElement?.closest('.signal-row');
  const current = links.findIndex((each) => each.closest('.signal-row') === row);
  const next = row && current >= 0 ? links[current + by] : links[by === 1 ? 0 : links.length - 1];
  next?.focus();
  next?.closest('.signal-row')?.scrollIntoView({ block: 'nearest' });
}

import { useEffect, useRef, useState } from 'preact/hooks';
import type { WorkCounts, WorkEntry, WorkPage } from '../../../functions/contracts/console.ts';
import type { DeskList } from '../../../functions/messages/catalogue/desk-screens.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { ErrorText } from '../../shared/field.tsx';
import { useStore } from '../../shared/use-store.ts';
import { useDesk } from '../desk.ts';
import { Button, ScreenTitle } from '../parts.tsx';
import { type Polled, usePoll } from '../poll.ts';
import { open } from '../route.ts';
import { useShortcuts } from '../shortcuts.ts';
import { useLanguage } from '../texts.ts';
import { clockTime } from '../time-left.ts';
import { useAction } from '../use-action.ts';
import { AssignDialog } from './assign-dialog.tsx';
import { listsOf, queueFilter, setQueueFilter, workFilterOf } from './queue-filter.ts';
import { QueueFilters } from './queue-filters.tsx';
import { QueueLists } from './queue-lists.tsx';
import { bySignals } from './signals-order.ts';
import { WorkTable } from './work-table.tsx';

const PAGE = 50;

/** What there is to do, nearest deadline first. */
export function QueueScreen() {
  const { texts, screens, locale } = useLanguage();
  const { api, person } = useDesk();
  const filter = useStore(queueFilter);
  const work = workFilterOf(filter, person.role);
  const list: DeskList = work.mine ? 'mine' : (work.queue ?? 'specialist');
  const [cursor, setCursor] = useState<string>();
  const asked = JSON.stringify(work);
  // Another list begins at its beginning.
  const shown = useRef(asked);
  const from = shown.current === asked ? cursor : undefined;
  useEffect(() => {
    shown.current = asked;
    setCursor(undefined);
  }, [asked]);

  const counts = usePoll<WorkCounts>('counts', (etag) => api.countWork(etag));
  const page = usePoll<WorkPage>(`${asked} ${from ?? ''} ${locale}`, (etag) =>
    api.listCases({ ...work, limit: PAGE, cursor: from }, etag),
  );
  const [told, setTold] = useState<string>();
  useEffect(() => setTold(undefined), [texts, asked]);
  const [handed, setHanded] = useState<WorkEntry>();
  const { run, isBusy, problem } = useAction();
  const mayTake = person.role === 'specialist';
  const takeNext = () =>
    run(async () => {
      const taken = await api.takeNext({
        ...(filter.kind && { kinds: [filter.kind] }),
        ...(filter.locale && { locales: [filter.locale] }),
        ...(filter.timeZone && { timeZones: [filter.timeZone] }),
      });
      if (taken) open({ name: 'case', ...taken });
      else setTold(screens.queue.takenNone);
    });
  const lists = listsOf(person.role);
  const rows = useRef<HTMLDivElement>(null);
  const { keys } = screens.queue;
  useShortcuts([
    ...(mayTake ? [{ code: 'KeyN', label: 'N', does: keys.takeNext, run: () => void takeNext() }] : []),
    { code: 'KeyJ', label: 'J', does: keys.down, run: () => moveFocus(rows.current, 1) },
    { code: 'KeyK', label: 'K', does: keys.up, run: () => moveFocus(rows.current, -1) },
    // The row is a link, which the browser itself opens; here it is only told of.
    { code: '', label: 'Enter', does: keys.open, run: () => {} },
    {
      code: 'KeyL',
      label: 'L',
      does: keys.list,
      run: () => setQueueFilter({ ...filter, list: lists[(lists.indexOf(list) + 1) % lists.length] }),
    },
    {
      code: 'KeyA',
      label: 'A',
      does: keys.assign,
      run: () => {
        const focused = focusedRow(rows.current)?.dataset.claim;
        const entry = page.value?.cases.find(({ claimId }) => claimId === focused);
        if (entry && mayHandOver(entry, person)) setHanded(entry);
      },
    },
  ]);
  const isFiltered = Boolean(filter.kind || filter.locale || filter.timeZone);
  const cases = page.value?.cases;
  return (
    <div class="queue">
      <div class="queue-head">
        <ScreenTitle>{screens.queue.title}</ScreenTitle>
        <AsOf polled={page} />
        <div class="queue-actions">
          <a class="button" href="#/phone">
            {screens.queue.phoneClaim}
          </a>
          {mayTake && (
            <Button kind="main" hotkey="N" isBusy={isBusy} onClick={takeNext}>
              {screens.queue.takeNext}
            </Button>
          )}
        </div>
      </div>
      {problem && <ErrorText>{problem}</ErrorText>}
      <p class={told ? 'note' : 'only-read-out'} role="status">
        {told}
      </p>
      <QueueLists
        lists={lists}
        list={list}
        counts={counts.value}
        onList={(next) => setQueueFilter({ ...filter, list: next })}
      />
      <QueueFilters filter={filter} />
      <div ref={rows}>
        {page.refused ? (
          <ErrorText>{page.refused.message}</ErrorText>
        ) : cases === undefined ? (
          <p class="loading">{texts.loading}</p>
        ) : cases.length === 0 ? (
          <p class="empty">{isFiltered ? screens.queue.emptyFiltered : screens.queue.empty[list]}</p>
        ) : (
          sectionsOf(cases, list).map(({ section, entries }) => (
            <WorkTable
              key={section ?? list}
              caption={section ? screens.queue.sections[section] : screens.queue.lists[list]}
              isCaptionShown={section !== undefined}
              entries={entries}
              onHandOver={(entry) => (mayHandOver(entry, person) ? () => setHanded(entry) : undefined)}
            />
          ))
        )}
      </div>
      <div class="paging">
        {from !== undefined && (
          <Button onClick={() => setCursor(undefined)}>{screens.queue.firstPage}</Button>
        )}
        {page.value?.nextCursor && (
          <Button onClick={() => setCursor(page.value?.nextCursor)}>{screens.queue.nextPage}</Button>
        )}
      </div>
      {handed && (
        <AssignDialog
          entry={handed}
          onClose={() => setHanded(undefined)}
          onDone={async (said) => {
            setHanded(undefined);
            await Promise.all([page.refresh(), counts.refresh()]);
            setTold(said);
          }}
        />
      )}
    </div>
  );
}

/** A supervisor assigns any; others what is theirs. */
function mayHandOver({ assignee }: WorkEntry, { id, role }: { id: string; role: string }): boolean {
  return role === 'supervisor' || assignee === id;
}

/** A supervisor sees first what somebody waits for who cannot go on alone. */
function sectionsOf(
  cases: readonly WorkEntry[],
  list: DeskList,
): { section?: 'proposals' | 'attention'; entries: readonly WorkEntry[] }[] {
  // What nobody took is no list by deadline: it begins with what waits longest.
  if (list === 'unassigned') return [{ entries: cases }];
  if (list !== 'supervisor') return [{ entries: bySignals(cases) }];
  const proposals = bySignals(cases.filter(({ status }) => status === 'awaiting-approval'));
  const others = bySignals(cases.filter(({ status }) => status !== 'awaiting-approval'));
  return [
    { section: 'proposals' as const, entries: proposals },
    { section: 'attention' as const, entries: others },
  ].filter(({ entries }) => entries.length > 0);
}

const rowsOf = (within: HTMLElement | null): HTMLElement[] => [
  ...(within?.querySelectorAll<HTMLElement>('a[data-claim]') ?? []),
];

/** The row that has the focus, wherever in it; nothing when it is on something of its own. */
function focusedRow(within: HTMLElement | null): HTMLElement | undefined {
  const row = document.activeElement?.closest('tr');
  return rowsOf(within).find((each) => each.closest('tr') === row);
}

function moveFocus(within: HTMLElement | null, by: 1 | -1): void {
  const rows = rowsOf(within);
  const current = focusedRow(within);
  const next = current ? rows[rows.indexOf(current) + by] : rows[by === 1 ? 0 : rows.length - 1];
  next?.focus();
  next?.closest('tr')?.scrollIntoView({ block: 'nearest' });
}

function AsOf({ polled }: { polled: Polled<unknown> }) {
  const { locale, screens } = useLanguage();
  if (polled.asOf === undefined) return null;
  const time = clockTime(polled.asOf, locale);
  return (
    <p class={polled.isStale ? 'as-of as-of-stale' : 'as-of'}>
      {render(polled.isStale ? screens.queue.stale : screens.queue.updated, { time })}
    </p>
  );
}

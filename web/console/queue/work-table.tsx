import type { WorkEntry } from '../../../functions/contracts/console.ts';
import { labels } from '../../../functions/messages/catalogue/labels.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatDeadlineShort, formatMoney } from '../../../functions/messages/format.ts';
import { groupedNumber } from '../../shared/grouped-number.ts';
import { useDesk } from '../desk.ts';
import { hrefOf } from '../route.ts';
import { LevelBadge } from '../signals/signal-groups.tsx';
import { useLanguage } from '../texts.ts';
import { shortDuration } from '../time-left.ts';
import { useNow } from '../use-now.ts';

/** Each has its width, so that two tables of one screen stand under each other. */
const COLUMNS = ['due', 'parcel', 'kind', 'amount', 'status', 'assignee', 'place'] as const;
const MINUTE_MILLIS = 60_000;

/** One line for each claim; its number leads to the case. */
export function WorkTable(props: {
  caption: string;
  isCaptionShown: boolean;
  entries: readonly WorkEntry[];
  onHandOver: (entry: WorkEntry) => (() => void) | undefined;
}) {
  const { screens } = useLanguage();
  const { columns } = screens.queue;
  const now = useNow(MINUTE_MILLIS);
  return (
    <table class={props.isCaptionShown ? 'work work-alone' : 'work'}>
      <caption class={props.isCaptionShown ? undefined : 'only-read-out'}>{props.caption}</caption>
      <colgroup>
        {COLUMNS.map((name) => (
          <col key={name} class={`column-${name}`} />
        ))}
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{columns.due}</th>
          <th scope="col">{columns.parcel}</th>
          <th scope="col">{columns.kind}</th>
          <th scope="col" class="number">
            {columns.amount}
          </th>
          <th scope="col">{columns.status}</th>
          <th scope="col">{columns.assignee}</th>
          <th scope="col">{columns.place}</th>
        </tr>
      </thead>
      <tbody>
        {props.entries.map((entry) => (
          <Row key={entry.claimId} entry={entry} now={now} onHandOver={props.onHandOver(entry)} />
        ))}
      </tbody>
    </table>
  );
}

function Row({
  entry,
  now,
  onHandOver,
}: {
  entry: WorkEntry;
  now: number;
  onHandOver: (() => void) | undefined;
}) {
  const { locale, screens } = useLanguage();
  const { person } = useDesk();
  const { queue } = screens;
  const { trackingNumber, claimId } = entry;
  const said = labels[locale];
  const isMine = entry.assignee === person.id;
  return (
    <tr class={`risk-${entry.risk}`}>
      <td>
        <Due entry={entry} now={now} />
      </td>
      <td class="nowrap">
        <a href={hrefOf({ name: 'case', trackingNumber, claimId })} data-claim={claimId}>
          {groupedNumber(trackingNumber)}
        </a>
      </td>
      <td title={said.claimKinds[entry.kind].label}>{screens.phone.kindShort[entry.kind]}</td>
      <td class="number nowrap">{formatMoney(entry.amount, locale)}</td>
      <td>
        <span class="status">
          {said.claimStatuses[entry.status]}
          {entry.moneyInPost && (
            <span class="flag flag-stop" title={queue.flags.moneyInPostWhy}>
              {queue.flags.moneyInPost}
            </span>
          )}
          {entry.isAppealed && (
            <span class="flag" title={queue.flags.appealWhy}>
              {queue.flags.appeal}
            </span>
          )}
          {entry.signals && <LevelBadge level={entry.signals.level} />}
        </span>
      </td>
      <td>
        {entry.assignee === undefined ? (
          <span class="quiet">
            {entry.unassignedSince
              ? render(queue.nobodySince, {
                  time: shortDuration(now - Date.parse(entry.unassignedSince), locale),
                })
              : queue.nobody}
          </span>
        ) : isMine ? (
          <strong>{queue.you}</strong>
        ) : (
          entry.assignee
        )}
        {onHandOver && (
          <button
            type="button"
            class="row-action"
            aria-label={render(screens.assign.title, { number: trackingNumber })}
            onClick={onHandOver}
          >
            {screens.assign.button}
          </button>
        )}
      </td>
      <td class="quiet">
        {screens.timeZones[entry.timeZone] ?? entry.timeZone}{' '}
        {entry.locale !== 'ru' && <span class="flag flag-calm">{queue.locales[entry.locale]}</span>}
      </td>
    </tr>
  );
}

/** How long it still is, then the date: what is late says so in words and not by its colour alone. */
function Due({ entry, now }: { entry: WorkEntry; now: number }) {
  const { locale, screens } = useLanguage();
  const { overdue, left, until } = screens.queue.due;
  const millis = Date.parse(entry.dueAt) - now;
  const isOver = entry.overdue || millis <= 0;
  return (
    <>
      <span class="due">{render(isOver ? overdue : left, { time: shortDuration(millis, locale) })}</span>
      <span class="due-date">
        {render(until, { date: formatDeadlineShort(entry.dueAt, entry.timeZone, locale) })}
      </span>
    </>
  );
}

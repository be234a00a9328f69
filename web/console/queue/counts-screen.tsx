import type { WorkCounts } from '../../../functions/contracts/console.ts';
import { formatDeadlineShort } from '../../../functions/messages/format.ts';
import { ErrorText } from '../../shared/field.tsx';
import { useDesk } from '../desk.ts';
import { ScreenTitle } from '../parts.tsx';
import { usePoll } from '../poll.ts';
import { useLanguage } from '../texts.ts';
import { useCountText } from './queue-lists.tsx';

/** What an analyst may see of the work: how much there is, and nothing of anybody. */
export function CountsScreen() {
  const { locale, texts, screens } = useLanguage();
  const { api } = useDesk();
  const counts = usePoll<WorkCounts>('counts', (etag) => api.countWork(etag));
  const textOf = useCountText(counts.value);
  const { counts: said, queue } = screens;
  return (
    <div class="counts">
      <ScreenTitle>{said.title}</ScreenTitle>
      <p class="quiet">{said.why}</p>
      {counts.refused ? (
        <ErrorText>{counts.refused.message}</ErrorText>
      ) : counts.value === undefined ? (
        <p class="loading">{texts.loading}</p>
      ) : (
        <table class="work work-alone">
          <thead>
            <tr>
              <th scope="col">{said.list}</th>
              {(['open', 'overdue', 'atRisk'] as const).map((each) => (
                <th key={each} scope="col" class="number">
                  {said.columns[each]}
                </th>
              ))}
              <th scope="col">{said.nearest}</th>
            </tr>
          </thead>
          <tbody>
            {counts.value.lists.map(({ list, open, overdue, atRisk, nearestDueAt }) => (
              <tr key={list} class={overdue > 0 ? 'risk-overdue' : atRisk > 0 ? 'risk-at-risk' : 'risk-none'}>
                <th scope="row">{queue.lists[list]}</th>
                <td class="number">{textOf(open)}</td>
                <td class="number">{overdue > 0 ? <strong class="stop">{textOf(overdue)}</strong> : '0'}</td>
                <td class="number">{textOf(atRisk)}</td>
                <td>{nearestDueAt ? formatDeadlineShort(nearestDueAt, 'Europe/Moscow', locale) : '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

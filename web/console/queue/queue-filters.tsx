import type { ClaimKind, Locale } from '../../../functions/contracts/primitives.ts';
import { claimKinds } from '../../../functions/messages/catalogue/claim-kinds.ts';
import { Button, Select } from '../parts.tsx';
import { useLanguage } from '../texts.ts';
import { type QueueFilter, setQueueFilter } from './queue-filter.ts';

/** They hold for every list, and for what is taken next. */
export function QueueFilters({ filter }: { filter: QueueFilter }) {
  const { locale, screens } = useLanguage();
  const { filters, locales } = screens.queue;
  const all = { value: '', label: filters.all } as const;
  const change = (part: QueueFilter) => setQueueFilter({ ...filter, ...part });
  return (
    <div class="filters">
      <Select<ClaimKind | ''>
        label={filters.kind}
        value={filter.kind ?? ''}
        choices={[
          all,
          ...Object.entries(claimKinds[locale]).map(([value, { label }]) => ({
            value: value as ClaimKind,
            label,
          })),
        ]}
        onValue={(kind) => change({ kind: kind || undefined })}
      />
      <Select<Locale | ''>
        label={filters.locale}
        value={filter.locale ?? ''}
        choices={[
          all,
          ...Object.entries(locales).map(([value, label]) => ({ value: value as Locale, label })),
        ]}
        onValue={(chosen) => change({ locale: chosen || undefined })}
      />
      <Select
        label={filters.timeZone}
        value={filter.timeZone ?? ''}
        choices={[all, ...Object.entries(screens.timeZones).map(([value, label]) => ({ value, label }))]}
        onValue={(timeZone) => change({ timeZone: timeZone || undefined })}
      />
      {(filter.kind || filter.locale || filter.timeZone) && (
        <Button kind="quiet" onClick={() => setQueueFilter({ list: filter.list })}>
          {filters.clear}
        </Button>
      )}
    </div>
  );
}

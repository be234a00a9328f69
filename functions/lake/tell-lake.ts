import type { Fact } from '../reports/ports.ts';
import type { TraceHasher } from '../signals/ports.ts';
import { lakeEventsOf } from './lake-events.ts';
import type { Lake } from './ports.ts';

/**
 * Tells the lake of what was counted, all that a batch brought in one write. Counting answers with the same changes
 * when the batch comes again, so a function that dies between the two loses nothing, and telling a change twice
 * changes nothing (docs/decisions/25).
 */
export async function tellLake(
  changes: readonly { before?: Fact | undefined; after: Fact }[],
  { lake, hasher }: { lake: Lake; hasher: Pick<TraceHasher, 'hashOf'> },
): Promise<void> {
  const events = changes.flatMap(({ before, after }) => lakeEventsOf(before, after, hasher));
  if (events.length > 0) await lake.write(events);
}

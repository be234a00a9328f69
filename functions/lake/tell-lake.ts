import type { Fact } from '../reports/ports.ts';
import type { TraceHasher } from '../signals/ports.ts';
import { lakeEventsOf } from './lake-events.ts';
import type { Lake } from './ports.ts';

/**
 * Tells the lake of changes, all that a batch brought in one write. Call it before whatever remembers that the
 * changes were seen: a batch that comes again then tells the same events again, which changes nothing, and none is
 * lost (docs/decisions/25).
 */
export async function tellLake(
  changes: readonly { before?: Fact | undefined; after: Fact }[],
  { lake, hasher }: { lake: Lake; hasher: Pick<TraceHasher, 'hashOf'> },
): Promise<void> {
  const events = changes.flatMap(({ before, after }) => lakeEventsOf(before, after, hasher));
  if (events.length > 0) await lake.write(events);
}

import { serviceLevels } from '../claims/service-levels.ts';
import type { Instant } from '../clock.ts';
import type { PresenceAnswer } from '../contracts/console.ts';
import type { Desk, Presence } from './ports.ts';
import { isPresent } from './staff-rules.ts';

/** Notes that the reader has the case open and tells who else has. */
export async function watchPresence(
  input: {
    trackingNumber: string;
    reader: { id: string; role: Presence['role'] };
    writing?: boolean | undefined;
    now: Instant;
  },
  ports: { desk: Pick<Desk, 'watch' | 'listWatching'> },
): Promise<PresenceAnswer> {
  const { trackingNumber, reader, writing = false, now } = input;
  const present = (await ports.desk.listWatching(trackingNumber)).filter((each) =>
    isPresent(each, serviceLevels.presenceSeconds, now),
  );
  const since = present.find(({ personId }) => personId === reader.id)?.since ?? now;
  const { id: personId, role } = reader;
  await ports.desk.watch({ trackingNumber, personId, role, since, seenAt: now, writing });
  return {
    people: present
      .filter((each) => each.personId !== reader.id)
      .map((each) => ({
        personId: each.personId,
        role: each.role,
        since: each.since,
        writing: each.writing,
      })),
  };
}

import type { Instant } from '../clock.ts';
import type { Colleague, Desk } from './ports.ts';
import { isNews } from './staff-rules.ts';

/** Keeps the directory of who works at the desk: one read for most calls, a write every five minutes. */
export async function noteSeen(
  { reader, now }: { reader: { id: string; role: Colleague['role'] }; now: Instant },
  ports: { desk: Pick<Desk, 'find' | 'noteSeen'> },
): Promise<void> {
  const { id: personId, role } = reader;
  if (isNews(await ports.desk.find(personId), { role, now }))
    await ports.desk.noteSeen({ personId, role, at: now });
}

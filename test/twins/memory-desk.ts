import type { Colleague, Desk, Presence } from '../../functions/desk/ports.ts';
import { compareText } from './compare-text.ts';

/** The table of the desk in memory; nothing is ever removed by itself, as a table that is late would not. */
export function createMemoryDesk(): Desk {
  const staff = new Map<string, Colleague>();
  const watching = new Map<string, Presence>();

  return {
    async find(personId) {
      await Promise.resolve();
      return structuredClone(staff.get(personId));
    },

    async list() {
      await Promise.resolve();
      const all = [...staff.values()].sort((a, b) => compareText(a.personId, b.personId));
      return structuredClone(all.slice(0, 500));
    },

    async noteSeen({ personId, role, at }) {
      await Promise.resolve();
      const known = staff.get(personId) ?? { personId, locales: ['ru' as const] };
      staff.set(personId, { ...known, role, lastSeenAt: at });
    },

    async change(personId, { absentUntil, locales }) {
      const given = structuredClone({ absentUntil, locales });
      await Promise.resolve();
      const known = staff.get(personId);
      if (!known) return undefined;
      const { absentUntil: before, ...rest } = known;
      const until = given.absentUntil === undefined ? before : (given.absentUntil ?? undefined);
      const changed = {
        ...rest,
        ...(given.locales && { locales: given.locales }),
        ...(until !== undefined && { absentUntil: until }),
      };
      staff.set(personId, changed);
      return structuredClone(changed);
    },

    async watch(presence) {
      const given = structuredClone(presence);
      await Promise.resolve();
      watching.set(`${given.trackingNumber}#${given.personId}`, given);
    },

    async listWatching(trackingNumber) {
      await Promise.resolve();
      const present = [...watching.values()].filter((each) => each.trackingNumber === trackingNumber);
      present.sort((a, b) => compareText(a.personId, b.personId));
      return structuredClone(present.slice(0, 100));
    },
  };
}

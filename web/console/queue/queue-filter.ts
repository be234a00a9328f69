import type { ClaimKind, Locale } from '../../../functions/contracts/primitives.ts';
import type { DeskList } from '../../../functions/messages/catalogue/desk-screens.ts';
import { createStore } from '../../shared/store.ts';
import type { WorkFilter } from '../api.ts';
import type { Role } from '../session/kept-session.ts';

export interface QueueFilter {
  list?: DeskList | undefined;
  kind?: ClaimKind | undefined;
  locale?: Locale | undefined;
  timeZone?: string | undefined;
}

const KEPT_AS = 'console-queue';

/** Of this tab: whoever comes back from a case finds the list as it was left. */
export const queueFilter = createStore<QueueFilter>(readKept());

function readKept(): QueueFilter {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT_AS) ?? '{}') as QueueFilter;
  } catch {
    return {};
  }
}

export function setQueueFilter(next: QueueFilter): void {
  queueFilter.set(next);
  try {
    sessionStorage.setItem(KEPT_AS, JSON.stringify(next));
  } catch {
    // Then the next reload begins with the first list.
  }
}

/** What each role has to see to comes first; that nobody took a case for too long is the supervisor's alone. */
export function listsOf(role: Role): readonly DeskList[] {
  const others = ['specialist', 'customer', 'outside', 'system'] as const;
  return role === 'supervisor'
    ? ['supervisor', 'unassigned', ...others, 'mine']
    : ['mine', ...others, 'supervisor'];
}

export function workFilterOf({ list, ...rest }: QueueFilter, role: Role): WorkFilter {
  const chosen = list && listsOf(role).includes(list) ? list : listsOf(role)[0];
  return { ...rest, ...(chosen === 'mine' ? { mine: true } : { queue: chosen }) };
}

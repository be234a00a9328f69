import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { DeskApi } from './api.ts';
import type { ServiceClock } from './desk-settings.ts';
import type { Person } from './session/kept-session.ts';
import type { Session } from './session/session.ts';

/** What every screen works with. */
export interface Desk {
  person: Person;
  session: Session;
  clock: ServiceClock;
  api: DeskApi;
}

export const DeskContext = createContext<Desk | undefined>(undefined);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('Nobody is signed in here.');
  return desk;
}

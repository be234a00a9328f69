import { useMemo } from 'preact/hooks';
import { useStore } from '../../shared/use-store.ts';
import { useDesk } from '../desk.ts';
import { route } from '../route.ts';
import { type Period, periodOf, todayOf } from './periods.ts';
import { elsewhere, hrefOfPlace, placeOf, type ReportsPlace } from './reports-place.ts';

export interface Here {
  place: ReportsPlace;
  period: Period;
  today: string;
  /** Goes there; `inPlace` for what is no step of its own, so that going back skips it. */
  go: (place: ReportsPlace, inPlace?: boolean) => void;
  hrefOf: (opened: Parameters<typeof elsewhere>[1]) => string;
}

/** Where in the reports the address says that somebody is. */
export function useHere(): Here {
  const { clock } = useDesk();
  const at = useStore(route);
  const query = at.name === 'reports' ? (at.query ?? '') : '';
  const today = todayOf(clock.now());
  return useMemo(() => {
    const place = placeOf(query);
    return {
      place,
      period: place.period ?? periodOf('days30', today),
      today,
      go: (next, inPlace = false) => {
        const hash = hrefOfPlace(next);
        if (!inPlace) location.hash = hash;
        else location.replace(hash);
      },
      hrefOf: (opened) => hrefOfPlace(elsewhere(place, opened)),
    };
  }, [query, today]);
}

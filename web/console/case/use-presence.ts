import { useEffect, useRef, useState } from 'preact/hooks';
import type { PresenceAnswer } from '../../../functions/contracts/console.ts';

const EVERY_MILLIS = 10_000;

/** Tells that the case is open here, and hears who else has it open; at once when somebody begins to write. */
export function usePresence(
  tell: () => Promise<PresenceAnswer>,
  trackingNumber: string,
  isWriting: boolean,
): PresenceAnswer['people'] {
  const [people, setPeople] = useState<PresenceAnswer['people']>([]);
  const latest = useRef(tell);
  latest.current = tell;
  useEffect(() => {
    let isGone = false;
    const ask = () => {
      if (document.visibilityState === 'hidden') return;
      latest.current().then(
        (answer) => {
          if (!isGone) setPeople(answer.people);
        },
        // Whoever was there is not known any more; the line itself is told of by the poll.
        () => {
          if (!isGone) setPeople([]);
        },
      );
    };
    ask();
    const timer = setInterval(ask, EVERY_MILLIS);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [trackingNumber, isWriting]);
  return people;
}

import { useEffect, useState } from 'preact/hooks';
import { useDesk } from './desk.ts';

/** The service's time, drawn anew every so often. */
export function useNow(everyMillis: number): number {
  const { clock } = useDesk();
  const [now, setNow] = useState(clock.now());
  useEffect(() => {
    setNow(clock.now());
    const timer = setInterval(() => setNow(clock.now()), everyMillis);
    return () => clearInterval(timer);
  }, [clock, everyMillis]);
  return now;
}

import { useEffect, useRef, useState } from 'preact/hooks';
import { NoAnswer, Refused } from '../shared/refused.ts';

export interface Loaded<Value> {
  value?: Value;
  refused?: Refused;
  /** No answer came. */
  isLost: boolean;
  again: () => void;
}

/** What is asked once and not watched; another `key` is another question, and an answer to an older one counts for nothing. */
export function useLoaded<Value>(key: string, ask: () => Promise<Value>): Loaded<Value> {
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<{ key: string; value?: Value; refused?: Refused; isLost: boolean }>();
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    let isAsked = true;
    latest.current().then(
      (value) => isAsked && setAnswer({ key, value, isLost: false }),
      (error: unknown) => {
        if (!isAsked) return;
        if (error instanceof Refused) setAnswer({ key, refused: error, isLost: false });
        else if (error instanceof NoAnswer) setAnswer({ key, isLost: true });
        else throw error;
      },
    );
    return () => {
      isAsked = false;
    };
  }, [key, attempt]);
  const again = () => {
    setAnswer(undefined);
    setAttempt(attempt + 1);
  };
  const { value, refused, isLost = false } = answer?.key === key ? answer : {};
  return {
    ...(value !== undefined && { value }),
    ...(refused !== undefined && { refused }),
    isLost,
    again,
  };
}

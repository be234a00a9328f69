import { useEffect, useRef, useState } from 'preact/hooks';
import { NoAnswer, Refused } from '../shared/refused.ts';
import { useLanguage } from './texts.ts';

const RETRY_MILLIS = [2_000, 5_000, 10_000, 20_000];

/**
 * Runs one action at a time: pressing twice is pressing once. What was refused is said in the reader's language, and
 * what was typed stays. Without an answer it is asked again by itself, at once when the line is back, for as long as
 * its form is there: every action of a customer can be repeated, and a second time changes nothing.
 */
export function useAction() {
  const { texts } = useLanguage();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  // Whoever changes the language reads no sentence of the other one; a try under way says the next in the new one.
  const words = useRef(texts);
  words.current = texts;
  useEffect(() => setProblem(undefined), [texts]);
  const running = useRef(false);
  const isGone = useRef(false);
  useEffect(
    () => () => {
      isGone.current = true;
    },
    [],
  );
  const run = async (action: () => Promise<void>): Promise<void> => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(undefined);
    try {
      for (let attempt = 0; !isGone.current; attempt += 1) {
        const silence = await attempted(action);
        if (!silence) return;
        const { sendingLater, sendingWhenBack } = words.current.connection;
        setProblem(silence.isFault ? sendingLater : sendingWhenBack);
        await lineOrTime(RETRY_MILLIS[Math.min(attempt, RETRY_MILLIS.length - 1)] as number);
        setProblem(undefined);
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setProblem(error.message);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { run, isBusy, problem, setProblem };
}

async function attempted(action: () => Promise<void>): Promise<NoAnswer | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (error instanceof NoAnswer) return error;
    throw error;
  }
}

/** So long, or until the browser says that the line is back. */
function lineOrTime(millis: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, millis);
    addEventListener('online', done);
  });
}

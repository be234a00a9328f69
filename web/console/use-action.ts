import { useEffect, useRef, useState } from 'preact/hooks';
import { NoAnswer, Refused } from '../shared/refused.ts';
import { useLanguage } from './texts.ts';

/**
 * Runs one action at a time: pressing twice is pressing once. What was refused is said in the reader's language and
 * what was typed stays. Without an answer nobody knows whether it was done, so the person is told so and decides:
 * unlike a customer's, not every action of the desk can be repeated unseen.
 */
export function useAction(onRefused?: (refused: Refused) => void) {
  const { texts } = useLanguage();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  useEffect(() => setProblem(undefined), [texts]);
  const running = useRef(false);
  const run = async (action: () => Promise<void>): Promise<void> => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(undefined);
    try {
      await action();
    } catch (error) {
      if (error instanceof Refused) {
        setProblem(error.message);
        onRefused?.(error);
      } else if (error instanceof NoAnswer)
        setProblem(error.isFault ? texts.line.notDone : texts.line.notSent);
      else throw error;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { run, isBusy, problem, setProblem };
}

import { useEffect, useRef, useState } from 'preact/hooks';
import { Refused } from '../../shared/refused.ts';
import { useDesk } from '../desk.ts';

export interface Answer<Value> {
  /** What was answered last; the one before stays in sight while the next is on its way. */
  value?: Value;
  /** When, by the service's clock. */
  asOf?: number;
  isLoading: boolean;
  /** Why there is nothing new: the service's own words, or that no answer came. */
  problem?: Refused | 'no-answer';
  again: () => void;
}

/**
 * Asks once for each question. Figures of a period do not change under the reader's eyes as a queue does: who reads
 * them asks again when it matters. `key` names the question; an answer to an older one is dropped.
 */
export function useAnswer<Value>(key: string, ask: () => Promise<Value>): Answer<Value> {
  const { clock } = useDesk();
  const [state, setState] = useState<Omit<Answer<Value>, 'again'>>({ isLoading: true });
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    let isCurrent = true;
    setState(({ value, asOf }) => ({
      ...(value !== undefined && { value }),
      ...(asOf !== undefined && { asOf }),
      isLoading: true,
    }));
    latest.current().then(
      (value) => {
        if (isCurrent) setState({ value, asOf: clock.now(), isLoading: false });
      },
      (error: unknown) => {
        if (isCurrent)
          setState({ isLoading: false, problem: error instanceof Refused ? error : 'no-answer' });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [key, attempt, clock]);
  return { ...state, again: () => setAttempt((count) => count + 1) };
}

interface Page {
  nextCursor?: string | undefined;
}

/** The same for what comes in pages: what was read stays, and the next page is added. */
export function usePages<Value extends Page>(key: string, ask: (cursor?: string) => Promise<Value>) {
  const first = useAnswer(key, () => ask());
  const [more, setMore] = useState<{ of?: Value; pages: Value[] }>({ pages: [] });
  const [isAdding, setAdding] = useState(false);
  const [isLost, setLost] = useState(false);
  // Pages belong to the first one they follow.
  const followers = more.of === first.value ? more.pages : [];
  const pages = first.value === undefined ? [] : [first.value, ...followers];
  const cursor = pages.at(-1)?.nextCursor;
  const add = async () => {
    // While another question is on its way, the place belongs to the one before.
    if (first.isLoading) return;
    setAdding(true);
    setLost(false);
    try {
      const next = await ask(cursor);
      if (first.value !== undefined) setMore({ of: first.value, pages: [...followers, next] });
    } catch {
      setLost(true);
    } finally {
      setAdding(false);
    }
  };
  return {
    ...first,
    pages,
    hasMore: cursor !== undefined,
    add,
    isAdding: isAdding || first.isLoading,
    isLost,
  };
}

import { useEffect, useState } from 'preact/hooks';
import type { SearchAnswer } from '../../functions/contracts/console.ts';
import { useDesk } from './desk.ts';

export type Found = SearchAnswer['parcels'][number];

export type SearchState =
  | { kind: 'empty' }
  | { kind: 'too-short' }
  | { kind: 'searching' }
  | { kind: 'failed' }
  | { kind: 'found'; parcels: readonly Found[] };

/** The contract's least. */
const LEAST_CHARACTERS = 6;
const MOST_CHARACTERS = 64;
/** Longer than between two letters, shorter than anybody waits for. */
const PAUSE_MILLIS = 200;

/** Answers while somebody types: what was asked for an earlier text is given up. */
export function useSearch(typed: string): SearchState {
  const { api } = useDesk();
  const text = typed.trim().slice(0, MOST_CHARACTERS);
  const [state, setState] = useState<SearchState & { text?: string }>({ kind: 'empty' });
  useEffect(() => {
    if (text.replace(/[\s()+-]/g, '').length < LEAST_CHARACTERS) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      api.searchCases(text, abort.signal).then(
        ({ parcels }) => setState({ kind: 'found', parcels, text }),
        () => setState({ kind: 'failed', text }),
      );
    }, PAUSE_MILLIS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text, api]);
  if (text === '') return { kind: 'empty' };
  if (text.replace(/[\s()+-]/g, '').length < LEAST_CHARACTERS) return { kind: 'too-short' };
  return state.text === text ? state : { kind: 'searching' };
}

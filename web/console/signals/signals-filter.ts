import type { SignalLevel } from '../../../functions/contracts/signals.ts';
import { createStore } from '../../shared/store.ts';

export interface SignalsFilter {
  month?: string | undefined;
  level?: Exclude<SignalLevel, 'none'> | undefined;
  /** Sealed for the one who was given it: with another person in the same tab the list begins anew. */
  place?: { cursor: string; personId: string } | undefined;
}

/** Of this page: whoever comes back from a claim finds the list as it was left. */
export const signalsFilter = createStore<SignalsFilter>({});

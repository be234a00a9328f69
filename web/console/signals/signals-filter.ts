import type { SignalLevel } from '../../../functions/contracts/signals.ts';
import { createStore } from '../../shared/store.ts';

export interface SignalsFilter {
  month?: string | undefined;
  level?: Exclude<SignalLevel, 'none'> | undefined;
  cursor?: string | undefined;
}

/** Of this page: whoever comes back from a claim finds the list as it was left. */
export const signalsFilter = createStore<SignalsFilter>({});

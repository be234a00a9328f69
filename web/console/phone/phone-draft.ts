import type { ClaimKind } from '../../../functions/contracts/primitives.ts';
import { kopecksOf } from '../../shared/roubles.ts';

/** A call as far as it has come. What is typed is the customer's, so it is kept like any draft and no longer. */
export interface PhoneDraft {
  typed: string;
  trackingNumber?: string | undefined;
  kind?: ClaimKind | undefined;
  /** In roubles, as typed; the whole purchase until somebody writes otherwise. */
  amount?: string | undefined;
  description: string;
  /** By the service's clock: this decides whether the claim is in time. */
  callStartedAt?: string | undefined;
}

export const EMPTY_DRAFT: PhoneDraft = { typed: '', description: '' };

export type Missing = Partial<
  Record<'parcel' | 'kind' | 'amount' | 'description', 'missing' | 'wrong' | 'too-large'>
>;

/** What keeps it from being filed, in the order of the form. */
export function missingOf(draft: PhoneDraft, purchase: number | undefined): Missing {
  const amount = amountOf(draft, purchase);
  return {
    ...(purchase === undefined && { parcel: 'missing' as const }),
    ...(draft.kind === undefined && { kind: 'missing' as const }),
    ...(purchase !== undefined &&
      (amount === undefined || amount === 0
        ? { amount: 'wrong' as const }
        : amount > purchase && { amount: 'too-large' as const })),
    ...(draft.description.trim() === '' && { description: 'missing' as const }),
  };
}

export function amountOf({ amount }: PhoneDraft, purchase: number | undefined): number | undefined {
  return amount === undefined ? purchase : kopecksOf(amount);
}

/** As somebody would type it. */
export function roublesOf(kopecks: number): string {
  return kopecks % 100 === 0 ? String(kopecks / 100) : (kopecks / 100).toFixed(2).replace('.', ',');
}

/** «4:05» since the call began. */
export function runningTime(millis: number): string {
  const seconds = Math.max(0, Math.floor(millis / 1_000));
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours = 0, minutes = 0, rest = 0] = parts;
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

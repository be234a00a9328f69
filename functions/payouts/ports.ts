import type { Instant } from '../clock.ts';
import type { AccountPayee } from '../contracts/case.ts';

/** Pays compensations; takes our own reference, under which it pays at most once while it remembers it. */
export interface PayoutProvider {
  /**
   * Asks to pay `amount` kopecks.
   * @throws PayoutInDoubt when no clear answer came: the money may or may not be on its way; look up, never resend blindly.
   */
  submit(order: PayoutOrder): Promise<PayoutAnswer>;
  /** What the provider knows of our reference; undefined when it never heard of it. @throws PayoutInDoubt */
  find(reference: string): Promise<PayoutAnswer | undefined>;
}

export interface PayoutOrder {
  /** Derived from the claim, the same at every attempt. */
  reference: string;
  /** Kopecks. */
  amount: number;
  currency: 'RUB';
  recipient: { phone: string } | { account: Omit<AccountPayee, 'method'> };
}

/** As the provider tells it; the amount is checked against the intent before it is believed. */
export interface PayoutAnswer {
  reference: string;
  status: 'pending' | 'settled' | 'rejected';
  amount: number;
  providerId: string;
  rejection?: string;
}

/** The provider gave no answer that can be believed. */
export class PayoutInDoubt extends Error {
  override name = 'PayoutInDoubt';
}

/** A code that was sent, without the code: it is derived anew wherever it is needed. One for each policy, the newest. */
export interface CodeChallenge {
  trackingNumber: string;
  policyId: string;
  claimId: string;
  /** Random. */
  challengeId: string;
  issuedAt: Instant;
  /** Comparisons that were begun. */
  attempts: number;
  /** When the last codes of the policy were asked for, oldest first, this one included. */
  recentIssues: Instant[];
  /** Receipt of the code and what it was used for; there once it was used. */
  redeemedFor?: string;
}

/** Where challenges stand, beside the case and outside of its version. */
export interface OneTimeCodeStore {
  find(trackingNumber: string, policyId: string): Promise<CodeChallenge | undefined>;
  /** Writes `next` in the place of `previous`; `conflict` when another stands there, or one where there was none. */
  issue(next: CodeChallenge, previous: CodeChallenge | undefined): Promise<'issued' | 'conflict'>;
  /**
   * Counts one more comparison and answers how many there are with it; `spent` when there were `most`, the code was
   * used, or the challenge is no longer the policy's.
   */
  countAttempt(challenge: CodeChallenge, most: number): Promise<number | 'spent'>;
  /** Uses the code, once; `spent` when it was used or the challenge is no longer the policy's. */
  redeem(challenge: CodeChallenge, receipt: string): Promise<'redeemed' | 'spent'>;
}

/** Derives codes from challenges; the key stays inside. */
export interface OneTimeCodes {
  newChallengeId(): string;
  /** Six digits. */
  codeOf(challenge: CodeChallenge): string;
  /** Constant-time comparison. */
  matches(code: string, challenge: CodeChallenge): boolean;
  /** Keyed hash of a code together with what it is used for: the same request again is known by it. */
  receiptOf(challenge: CodeChallenge, code: string, content: string): string;
}

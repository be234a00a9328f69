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
  recipient: { phone: string };
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

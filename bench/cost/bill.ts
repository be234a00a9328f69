import type { PriceBook, PriceName } from './prices-2026-11.ts';

/** What is paid for: the parts of the work, so that a reader sees where the money goes. */
export const parts = {
  sale: 'sale, quote and end',
  messages: 'messages to customers',
  reports: 'reports and lake',
  claims: 'claims',
  films: 'films stored',
  watching: 'films watched, pages delivered',
  records: 'records kept',
  watch: 'logs and traces',
  fixed: 'fixed every month',
} as const;
export type Part = keyof typeof parts;

export interface BillLine {
  service: string;
  part: Part;
  what: string;
  quantity: number;
  price: PriceName;
  usd: number;
}

/** Sums of money of one year; built up line by line, each of them a quantity at a price of the list. */
export class Bill {
  readonly lines: BillLine[] = [];
  readonly #prices: PriceBook;

  constructor(prices: PriceBook) {
    this.#prices = prices;
  }

  add(service: string, part: Part, what: string, quantity: number, price: PriceName): void {
    if (!Number.isFinite(quantity) || quantity < 0)
      throw new Error(`${what}: ${quantity} cannot be paid for.`);
    if (quantity === 0) return;
    const { usd, per } = this.#prices[price];
    this.lines.push({ service, part, what, quantity, price, usd: (quantity / per) * usd });
  }

  get total(): number {
    return this.totalOf(() => true);
  }

  totalOf(isMeant: (line: BillLine) => boolean): number {
    return this.lines.filter(isMeant).reduce((sum, { usd }) => sum + usd, 0);
  }

  ofPart(part: Part): number {
    return this.totalOf((line) => line.part === part);
  }

  /** Dollars by the name that the invoice has for it, dearest first. */
  byService(): [service: string, usd: number][] {
    const sums = new Map<string, number>();
    for (const { service, usd } of this.lines) sums.set(service, (sums.get(service) ?? 0) + usd);
    return [...sums].sort(([, one], [, other]) => other - one);
  }
}

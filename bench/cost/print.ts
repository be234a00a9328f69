import type { Assumptions } from './assumptions.ts';
import { type Part, parts } from './bill.ts';
import { type Bills, growing, sameParts } from './compare.ts';
import { PRICE_LIST, prices } from './prices-2026-11.ts';

const dollars = (usd: number) =>
  usd >= 1_000 ? Math.round(usd).toLocaleString('en-US') : usd.toFixed(usd >= 10 ? 1 : 2);
const titles: Record<keyof Bills, string> = {
  ours: 'this service',
  workflowPerPolicy: 'workflow per policy',
  schedulePerPolicy: 'schedule per policy',
  floor: 'floor',
};
const WIDTH = 20;

function row(name: string, cells: readonly string[]): string {
  return [name.padEnd(32), ...cells.map((cell) => cell.padStart(WIDTH))].join('');
}

/** The bill of a year as a table: parts of the work by design, what it comes to, and our own by service. */
export function printBills(title: string, bills: Bills, given: Assumptions): string {
  const all = Object.entries(bills) as [keyof Bills, Bills['ours']][];
  const { ours, floor } = bills;
  const claims = given.policies * given.claims;
  const ofClaims = ours.totalOf(({ part }) => part === 'claims' || part === 'films');
  return [
    `${title}, US dollars`,
    row(
      '',
      all.map(([name]) => titles[name]),
    ),
    ...(Object.keys(parts) as Part[]).map((part) =>
      row(
        parts[part],
        all.map(([, bill]) => dollars(bill.ofPart(part))),
      ),
    ),
    row(
      'whole bill',
      all.map(([, bill]) => dollars(bill.total)),
    ),
    row(
      'for 1,000 policies',
      all.map(([, bill]) => dollars((bill.total / given.policies) * 1_000)),
    ),
    row(
      'times the floor',
      all.map(([, bill]) => ratio(bill.total, floor.total)),
    ),
    row(
      'without what is fixed',
      all.map(([, bill]) => ratio(growing(bill), floor.total)),
    ),
    row(
      'same parts only',
      all.map(([, bill]) => dollars(sameParts(bill))),
    ),
    row(
      'same parts, times the floor',
      all.map(([, bill]) => ratio(sameParts(bill), sameParts(floor))),
    ),
    row(
      'share of films stored',
      all.map(([, bill]) => `${Math.round((bill.ofPart('films') / bill.total) * 100)} %`),
    ),
    '',
    `${claims > 0 ? `A claim with its films: ${((ofClaims / claims) * 100).toFixed(2)} cents. ` : ''}This service by the invoice:`,
    ...ours.byService().map(([service, usd]) => `  ${service.padEnd(20)}${dollars(usd).padStart(12)}`),
  ].join('\n');
}

function ratio(one: number, other: number): string {
  return `${(one / other).toFixed(2)}×`;
}

/** What the figures stand on. */
export function printBasis(isCounted: boolean, countedAt: string): string {
  const unread = Object.entries(prices).filter(([, { source }]) => source === 'general knowledge');
  return [
    isCounted
      ? `Counts: npm run bench -- requests, ${countedAt}.`
      : 'Counts: ESTIMATED from the code; npm run bench -- requests counts them.',
    `Prices: ${PRICE_LIST.region}, ${PRICE_LIST.date}, without free tiers; from general knowledge, not found: ${unread.map(([name]) => name).join(', ')}.`,
    'Not in it: messages of the SMS and e-mail provider, payouts, people; storage of the lake and of access logs, Athena by the question, calls of KMS.',
    'Same parts: sale, quote and end, claims, films, watching. The other designs have no messages, reports, logs and backup: compare these.',
  ].join('\n');
}

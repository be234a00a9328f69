import { alignColumns } from '../../local/align-columns.ts';
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
/** The bill of a year as a table: parts of the work by design, what it comes to, and our own by service. */
export function printBills(title: string, bills: Bills, given: Assumptions): string {
  const all = Object.entries(bills) as [keyof Bills, Bills['ours']][];
  const { ours, floor } = bills;
  const claims = given.policies * given.claims;
  const ofClaims = ours.totalOf(({ part }) => part === 'claims' || part === 'films');
  const of = (name: string, cell: (bill: Bills['ours']) => string) => [
    name,
    ...all.map(([, bill]) => cell(bill)),
  ];
  const rows = [
    ['', ...all.map(([name]) => titles[name])],
    ...(Object.keys(parts) as Part[]).map((part) => of(parts[part], (bill) => dollars(bill.ofPart(part)))),
    of('whole bill', ({ total }) => dollars(total)),
    of('for 1,000 policies', ({ total }) => dollars((total / given.policies) * 1_000)),
    of('times the floor', ({ total }) => ratio(total, floor.total)),
    of('without what is fixed', (bill) => ratio(growing(bill), floor.total)),
    of('same parts only', (bill) => dollars(sameParts(bill))),
    of('same parts, times the floor', (bill) => ratio(sameParts(bill), sameParts(floor))),
    of('share of films stored', (bill) => `${Math.round((bill.ofPart('films') / bill.total) * 100)} %`),
  ];
  const byService = ours.byService().map(([service, usd]) => [`  ${service}`, dollars(usd)]);
  return [
    `${title}, US dollars`,
    ...alignColumns(rows, [false, ...all.map(() => true)]),
    '',
    `${claims > 0 ? `A claim with its films: ${((ofClaims / claims) * 100).toFixed(2)} cents. ` : ''}This service by the invoice:`,
    ...alignColumns(byService, [false, true]),
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

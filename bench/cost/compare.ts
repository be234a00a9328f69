import { readTemplate, synthesize } from '../../local/synthesis.ts';
import { readCounts, type ServiceCounts } from '../counts.ts';
import type { Assumptions } from './assumptions.ts';
import type { Bill, Part } from './bill.ts';
import { estimatedCounts } from './estimated-counts.ts';
import { floorBill, schedulePerPolicyBill, workflowPerPolicyBill } from './other-bills.ts';
import { ourBill } from './our-bill.ts';
import { type PriceBook, prices } from './prices-2026-11.ts';
import { readStack, type StackFacts, type StackTemplate } from './read-stack.ts';
import type { Year } from './storage-time.ts';

export interface Bills {
  ours: Bill;
  workflowPerPolicy: Bill;
  schedulePerPolicy: Bill;
  floor: Bill;
}

export interface Service {
  stack: StackFacts;
  counts: ServiceCounts;
  /** False: nobody has counted on this machine yet. */
  isCounted: boolean;
}

/** The stack of these sources and what was counted of it. */
export async function readService(root: string, say: (line: string) => void): Promise<Service> {
  const template = readTemplate(await synthesize(root, say)) as StackTemplate;
  const counts = readCounts();
  return { stack: readStack(template), counts: counts ?? estimatedCounts, isCounted: counts !== undefined };
}

/** All four by the same assumptions and prices. */
export function billsOf(
  { stack, counts }: Service,
  given: Assumptions,
  year: Year,
  book: PriceBook = prices,
): Bills {
  const reckoning = { given, prices: book, year };
  return {
    ours: ourBill(stack, counts, reckoning),
    workflowPerPolicy: workflowPerPolicyBill(reckoning),
    schedulePerPolicy: schedulePerPolicyBill(reckoning),
    floor: floorBill(reckoning),
  };
}

/** What every one of the designs does; messages, reports, logs, records with a backup and months are ours alone. */
const SAME_PARTS: readonly Part[] = ['sale', 'claims', 'films', 'watching'];

export function sameParts(bill: Bill): number {
  return bill.totalOf(({ part }) => SAME_PARTS.includes(part));
}

/** Without what is paid whether anything is sold or not: what is left grows with the sales. */
export function growing(bill: Bill): number {
  return bill.totalOf(({ part }) => part !== 'fixed');
}

import { fileURLToPath } from 'node:url';
import type { Bench, Figure } from '../bench.ts';
import { type Assumptions, defaultAssumptions } from '../cost/assumptions.ts';
import type { Bill } from '../cost/bill.ts';
import { type Bills, billsOf, growing, readService, sameParts } from '../cost/compare.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SIZES = [1_000_000, 100_000_000];
const GOAL = 1.2;

const dollars = (usd: number) => `$${Math.round(usd).toLocaleString('en-US')}`;
/** What people watch and open is the same for every design, so a stricter ratio leaves it out of both. */
const unwatched = (bill: Bill) => growing(bill) - bill.ofPart('watching');

function figuresOf(policies: number, bills: Bills, basis: string): Figure[] {
  const { ours, floor, workflowPerPolicy, schedulePerPolicy } = bills;
  const size = `${policies / 1e6} million policies a year`;
  const timesFloor = (what: string, one: number, other: number, goal?: Figure['goal']): Figure => ({
    what: `${what}, ${size}`,
    value: one / other,
    ...(goal && { goal }),
    against: `${dollars(one)} to ${dollars(other)} a year; ${basis}`,
  });
  return [
    timesFloor('whole bill ÷ floor', ours.total, floor.total, { atMost: GOAL }),
    timesFloor('without what is fixed by the month ÷ floor', growing(ours), floor.total),
    timesFloor('sale, claims, films and watching ÷ the same of the floor', sameParts(ours), sameParts(floor)),
    timesFloor(
      'the same as the second, nothing watched ÷ floor, nothing watched',
      unwatched(ours),
      unwatched(floor),
    ),
    timesFloor(
      'one workflow per policy, the same parts ÷ floor',
      sameParts(workflowPerPolicy),
      sameParts(floor),
    ),
    timesFloor(
      'one schedule per policy, the same parts ÷ floor',
      sameParts(schedulePerPolicy),
      sameParts(floor),
    ),
    timesFloor('one workflow per policy, REST API ÷ floor', workflowPerPolicy.total, floor.total),
    timesFloor('one schedule per policy ÷ floor', schedulePerPolicy.total, floor.total),
    {
      what: `share of films in the bill, ${size}`,
      value: (ours.ofPart('films') / ours.total) * 100,
      unit: '%',
      against: `${dollars(ours.ofPart('films'))} of ${dollars(ours.total)}; of the floor ${((floor.ofPart('films') / floor.total) * 100).toFixed(0)} %`,
    },
  ];
}

export const bench: Bench = {
  title: 'Cost of a year, by list prices',
  async run({ progress }) {
    const service = await readService(ROOT, progress);
    const basis = service.isCounted ? `counts of ${service.counts.countedAt}` : 'counts estimated';
    return SIZES.flatMap((policies) => {
      const given: Assumptions = { ...defaultAssumptions, policies };
      return figuresOf(policies, billsOf(service, given, 'steady'), basis);
    });
  },
};

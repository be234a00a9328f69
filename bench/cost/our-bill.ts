import { SMALLEST_PART_BYTES } from '../../functions/evidence/film-limits.ts';
import { TERMS_ON_SALE } from '../../functions/policies/terms.ts';
import { addUsage, FOLLOWERS, type ServiceCounts, type Usage } from '../counts.ts';
import type { Assumptions } from './assumptions.ts';
import { usageAtBatch } from './batches.ts';
import { Bill } from './bill.ts';
import { filmsOf, gigabytesOf, payForFilms } from './film-bill.ts';
import { payFixed } from './fixed-bill.ts';
import { gigabytesOfKilobytes } from './gigabytes.ts';
import type { PriceBook } from './prices-2026-11.ts';
import type { StackFacts } from './read-stack.ts';
import { payForTraces, type Spending, spend } from './spend.ts';
import { monthsPaid, type Year } from './storage-time.ts';

export interface Reckoning {
  given: Assumptions;
  prices: PriceBook;
  year: Year;
}

/** Steps of a claim that there are for its film alone. */
const FILM_STEP = /film|upload|part|check|look/i;
const dayCount = (term: { days: number } | { months: number }) =>
  'days' in term ? term.days : (term.months * 365.25) / 12;

/** One year of this service, as its stack and its counts say. */
export function ourBill(stack: StackFacts, counts: ServiceCounts, reckoning: Reckoning): Bill {
  const { given, prices, year } = reckoning;
  const bill = new Bill(prices);
  const spending: Spending = { stack, given, bill };
  const { policies } = given;
  const claims = policies * given.claims;
  const films = filmsOf(given);
  const called: Record<string, number>[] = [];
  const pay = (...about: [part: Parameters<typeof spend>[1], usage: Usage, times: number]) =>
    called.push(spend(spending, ...about));

  pay('sale', counts.sale, policies);
  pay('sale', counts.quote, policies * given.quotes);
  pay('sale', counts.expiry, policies);
  pay('sale', counts.reminder, policies);
  for (const follower of FOLLOWERS) {
    const batch = batchAtCounter(given, stack.followers.get(follower)?.batchSeconds ?? 0);
    pay('reports', usageAtBatch(counts.afterSale[follower], batch), policies);
    // A day's policies end at one instant, so the batches behind the sweep are full.
    pay('reports', usageAtBatch(counts.afterExpiry[follower], batchOfSweep(policies)), policies);
  }
  pay('messages', counts.notice, policies * given['messages-per-policy']);
  pay('claims', counts.visit, policies * given.visits);
  for (const { step, usage } of counts.claim)
    pay('claims', usage, FILM_STEP.test(step) ? films.ofClaims : claims);
  pay('claims', addUsage(...filmSteps(counts)), films.ofNobody);
  payForMoreParts(bill, counts, given, films.ofClaims + films.ofNobody);
  payForLookingAtFilms(spending, films.ofClaims + films.ofNobody);
  payForTraces(spending, sumOf(called));
  if (stack.isWorkflowTraced) bill.add('X-Ray', 'watch', 'traces of claims', claims, 'trace');

  payForFilms(bill, year, films.ofClaims, given, {
    cheapAfterDays: stack.films.cheapClassAfterDays,
    keptDays: stack.films.expireAfterDays ?? given['film-months'] * 30.44,
  });
  payForFilms(bill, year, films.ofNobody, given, {
    cheapAfterDays: stack.films.cheapClassAfterDays,
    keptDays: dayCount(TERMS_ON_SALE.duration) + dayCount(TERMS_ON_SALE.retention.unclaimedFilm),
  });
  payForRecords(bill, year, given, stack);
  payForWatching(bill, given, films.ofClaims);
  bill.add('S3', 'watching', 'GB read from Glacier', lateGigabytes(given, films.ofClaims), 'glacierRead');
  payFixed(spending);
  return bill;
}

/** What goes out to people, whoever serves it. */
export function payForWatching(bill: Bill, given: Assumptions, films: number): void {
  const visits = given.policies * given.visits;
  const pages = gigabytesOfKilobytes(visits * given['page-kb']);
  bill.add('CloudFront', 'watching', 'pages, GB', pages, 'egress');
  bill.add('CloudFront', 'watching', 'requests for pages', visits * given['page-files'], 'edgeRequest');
  bill.add('CloudFront', 'watching', 'films, GB', gigabytesOf(films, given) * given.views, 'egress');
}

function lateGigabytes(given: Assumptions, films: number): number {
  return gigabytesOf(films, given) * given.views * Math.min(1, given['late-views']);
}

function filmSteps({ claim }: ServiceCounts): Usage[] {
  return claim.filter(({ step }) => FILM_STEP.test(step)).map(({ usage }) => usage);
}

/** The counted film is a short one; a longer one has more parts. */
function payForMoreParts(bill: Bill, counts: ServiceCounts, given: Assumptions, films: number): void {
  const parts = Math.ceil((given['film-mb'] * 1e6) / SMALLEST_PART_BYTES);
  const counted = addUsage(...filmSteps(counts)).objectRequests.UploadPart ?? 0;
  bill.add('S3', 'claims', 'more UploadPart', Math.max(0, parts - counted) * films, 'objectPut');
  bill.add('EventBridge', 'claims', 'films received', films, 'objectEvent');
}

/** Calls were paid for as steps; this is the time that reading and decoding take. */
function payForLookingAtFilms({ stack, given, bill }: Spending, films: number): void {
  const seconds = {
    'check-film': given['film-mb'] / given['check-mb-s'],
    'look-at-film': given['look-seconds'],
  };
  for (const [handler, each] of Object.entries(seconds)) {
    const facts = stack.functions.get(handler);
    if (!facts) continue;
    const price = facts.isArm ? 'lambdaArmSecond' : 'lambdaX86Second';
    bill.add('Lambda', 'claims', `GB-s of ${handler}`, films * each * facts.memoryGigabytes, price);
  }
}

function payForRecords(bill: Bill, year: Year, given: Assumptions, { tables }: StackFacts): void {
  const { policies, claims } = given;
  const kilobytes = policies * (given['policy-kb'] + given['beside-kb'] + claims * given['claim-kb']);
  const stored = gigabytesOfKilobytes(kilobytes) * monthsPaid(year, 0, given['record-months']);
  bill.add(
    'DynamoDB',
    'records',
    'GB-months',
    stored,
    tables.isRareAccess ? 'rareTableStorage' : 'tableStorage',
  );
  if (tables.isRestorable)
    bill.add('DynamoDB', 'records', 'GB-months that can be restored', stored, 'restorableStorage');
}

const BUSY_SECONDS = 365 * 12 * 3_600;
/** A follower may get more of a shard at once; what was counted goes to 100. */
const FULL_BATCH = 100;

/** A table is four partitions to begin with, and one for each ten gigabytes; its stream as many shards. */
const LEAST_SHARDS = 4;
const GIGABYTES_OF_A_PARTITION = 10;

/** Changes that come together in one shard in the window that the followers wait for. */
function batchAtCounter(given: Assumptions, batchSeconds: number): number {
  const stored = gigabytesOfKilobytes((given.policies * given['policy-kb'] * given['record-months']) / 12);
  const shards = Math.max(LEAST_SHARDS, stored / GIGABYTES_OF_A_PARTITION);
  return Math.min(FULL_BATCH, 1 + (given.policies / BUSY_SECONDS / shards) * batchSeconds);
}

function batchOfSweep(policies: number): number {
  return Math.min(FULL_BATCH, Math.max(1, policies / 365));
}

function sumOf(counts: readonly Record<string, number>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const each of counts)
    for (const [name, count] of Object.entries(each)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

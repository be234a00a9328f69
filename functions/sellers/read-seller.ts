import type { Instant } from '../clock.ts';
import type { ClaimFacts, Day, LetterFacts, SellerId } from '../contracts/facts.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import type { SellerPage } from '../contracts/reports.ts';
import { addDays, dayOf, firstDayOf, lastDayOf, type Month, monthOf } from '../reports/day-of.ts';
import { addUp } from '../reports/measures.ts';
import type { Sums } from '../reports/ports.ts';
import { claimsOfOneSeller, hasNamesakes, isConfirmed } from './claims-of-seller.ts';
import type { SeenName, SellerRecords } from './ports.ts';
import { linkedIds, parcelsBy } from './seller-parcels.ts';
import type { WatchPorts } from './update-watch.ts';
import { warningsOf } from './warnings.ts';

const MOST_ALIASES = 50;
const MOST_MONTHS = 36;
const MOST_SHOWN = 200;

/** A seller over time. What is one seller and what is only the same name is decided in claims-of-seller.ts. */
export async function readSeller(
  { sellerId, now }: { sellerId: SellerId; now: Instant },
  { records, counters, watch }: WatchPorts,
): Promise<SellerPage | Refusal> {
  const known = await records.claimsOf(sellerId);
  if (known.length === 0) return refuse('not-found');
  const claims = claimsOfOneSeller(sellerId, known);
  const ids = hasNamesakes(sellerId, known) ? [sellerId] : linkedIds(sellerId, claims);
  const months = monthsUntil(now);
  const period = { from: firstDayOf(months[0] as Month), to: lastDayOf(monthOf(dayOf(now))) };
  const [names, letters, parcels, counted, watched] = await Promise.all([
    aliasesOf(ids, records),
    lettersOf(sellerId, claims, records),
    parcelsBy(ids, period, counters),
    // Claims count under all ids of their seller, so those of this one are all of them, once.
    counters.read(`seller#${sellerId}`, period.from, period.to),
    watch.find(sellerId),
  ]);
  // Counters do not tell namesakes apart; claims do.
  const totals = hasNamesakes(sellerId, known)
    ? totalsOf(claims, letters, period)
    : countedTotals(addUp(counted));
  return {
    sellerId,
    aliases: names.slice(0, MOST_ALIASES),
    totals: { parcels: Math.max(sum([...parcels.values()]), 0), ...totals },
    months: months.map((month) => monthlyOf(month, claims, parcels)).filter(hasSomething),
    claims: claims.slice(0, MOST_SHOWN).map(shownClaim),
    letters,
    warnings: warningsOf(watched, now),
  };
}

/** Oldest first. */
function monthsUntil(now: Instant): Month[] {
  const months = [monthOf(dayOf(now))];
  while (months.length < MOST_MONTHS) months.unshift(monthOf(addDays(firstDayOf(months[0] as Month), -1)));
  return months;
}

/** The same name under two of the ids is one alias. */
async function aliasesOf(ids: readonly SellerId[], records: SellerRecords): Promise<SeenName[]> {
  const seen = (await Promise.all(ids.map((id) => records.namesOf(id)))).flat();
  const aliases = new Map<string, SeenName>();
  for (const one of seen) {
    const key = JSON.stringify([one.sellerId, one.name, one.taxNumber]);
    const other = aliases.get(key) ?? one;
    aliases.set(key, {
      ...one,
      firstSeenAt: one.firstSeenAt < other.firstSeenAt ? one.firstSeenAt : other.firstSeenAt,
      lastSeenAt: one.lastSeenAt > other.lastSeenAt ? one.lastSeenAt : other.lastSeenAt,
    });
  }
  return [...aliases.values()].sort((a, b) => newestFirst(a.lastSeenAt, b.lastSeenAt));
}

async function lettersOf(
  sellerId: SellerId,
  claims: readonly ClaimFacts[],
  records: SellerRecords,
): Promise<LetterFacts[]> {
  const own = new Set(claims.map(({ claimId }) => claimId));
  const letters = (await records.lettersOf(sellerId)).filter(({ claimId }) => own.has(claimId));
  return letters.sort((a, b) => newestFirst(a.sentAt ?? '', b.sentAt ?? '')).slice(0, MOST_SHOWN);
}

type TotalsOfClaims = Omit<SellerPage['totals'], 'parcels'>;

function countedTotals(sums: Sums): TotalsOfClaims {
  const counted = (...names: string[]) => Math.max(sum(names.map((name) => sums[name] ?? 0)), 0);
  return {
    filed: counted('filed'),
    confirmed: counted('compensated', 'refundedBySeller', 'recoveredThroughBank'),
    refused: counted('refused'),
    paid: counted('paid'),
    recovered: counted('recovered'),
    lettersSent: counted('lettersSent'),
    lettersAnswered: counted('lettersAnswered'),
  };
}

/** The same, each on the day on which the counters would count it. */
function totalsOf(
  claims: readonly ClaimFacts[],
  letters: readonly LetterFacts[],
  { from, to }: { from: Day; to: Day },
): TotalsOfClaims {
  const isIn = (at: Instant | undefined) => at !== undefined && dayOf(at) >= from && dayOf(at) <= to;
  const closed = claims.filter(({ closedAt }) => isIn(closedAt));
  return {
    filed: claims.filter(({ filedAt }) => isIn(filedAt)).length,
    confirmed: closed.filter(isConfirmed).length,
    refused: closed.filter(({ status }) => status === 'refused').length,
    paid: sum(closed.map(({ paid }) => paid)),
    recovered: sum(closed.map(({ recovered }) => recovered)),
    lettersSent: letters.filter(({ sentAt }) => isIn(sentAt)).length,
    lettersAnswered: letters.filter(({ answeredAt }) => isIn(answeredAt)).length,
  };
}

/** As everywhere: filed in the month of filing, confirmed and paid in the month in which the claim came to its end. */
function monthlyOf(
  month: Month,
  claims: readonly ClaimFacts[],
  parcels: ReadonlyMap<string, number>,
): SellerPage['months'][number] {
  const closed = claims.filter(({ closedAt }) => closedAt && monthOf(dayOf(closedAt)) === month);
  return {
    month,
    parcels: Math.max(parcels.get(month) ?? 0, 0),
    filed: claims.filter(({ filedAt }) => monthOf(dayOf(filedAt)) === month).length,
    confirmed: closed.filter(isConfirmed).length,
    paid: sum(closed.map(({ paid }) => paid)),
  };
}

function hasSomething({ parcels, filed, confirmed }: SellerPage['months'][number]): boolean {
  return parcels + filed + confirmed > 0;
}

function shownClaim(claim: ClaimFacts): SellerPage['claims'][number] {
  const { trackingNumber, claimId, kind, status, amount, paid, filedAt, closedAt } = claim;
  return { trackingNumber, claimId, kind, status, amount, paid, filedAt, ...(closedAt && { closedAt }) };
}

function newestFirst(a: string, b: string): number {
  return a === b ? 0 : a > b ? -1 : 1;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

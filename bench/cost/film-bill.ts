import type { Assumptions } from './assumptions.ts';
import type { Bill } from './bill.ts';
import { gigabytesOfMegabytes } from './gigabytes.ts';
import { GLACIER_LEAST_DAYS } from './prices-2026-11.ts';
import { DAYS_OF_MONTH, monthsPaid, type Year } from './storage-time.ts';

export interface FilmLife {
  /** Days in the standard class; undefined: for ever. */
  cheapAfterDays: number | undefined;
  keptDays: number;
}

const monthsOf = (days: number) => days / DAYS_OF_MONTH;

/** The bucket keeps a film of a claim for the terms' time and the weeks that it may be older than the claim. */
const OLDER_MONTHS = 2;

/** Why this stack's films cannot be reckoned with so many months: its lifecycle keeps them for another time. */
export function whyNotKept(months: number, expireAfterDays: number | undefined): string | undefined {
  if (expireAfterDays === undefined) return undefined;
  const kept = monthsOf(expireAfterDays);
  if (months <= kept && months > kept - OLDER_MONTHS) return undefined;
  return `--film-months is about ${Math.floor(kept)}: the stack's lifecycle keeps films for ${expireAfterDays} days, whatever is typed.`;
}

/** How many films come in a year. */
export function filmsOf(given: Assumptions): { ofClaims: number; ofNobody: number } {
  const claimed = given.policies * given.claims;
  return {
    ofClaims: claimed * given.above * given.filmed,
    ofNobody: (given.policies - Math.min(given.policies, claimed)) * given.above * given['unclaimed-films'],
  };
}

export function gigabytesOf(films: number, given: Assumptions): number {
  return gigabytesOfMegabytes(films * given['film-mb']);
}

/** Films lie in the standard class first, then in the cheap one, which is paid for 90 days at the least. */
export function payForFilms(bill: Bill, year: Year, films: number, given: Assumptions, life: FilmLife): void {
  const gigabytes = gigabytesOf(films, given);
  const { cheapAfterDays, keptDays } = life;
  const standardDays = Math.min(keptDays, cheapAfterDays ?? keptDays);
  const standard = monthsPaid(year, 0, monthsOf(standardDays));
  bill.add('S3', 'films', 'GB-months of the standard class', gigabytes * standard, 'standardStorage');
  if (cheapAfterDays === undefined || cheapAfterDays >= keptDays) return;
  const until = Math.max(keptDays, cheapAfterDays + GLACIER_LEAST_DAYS);
  const cheap = monthsPaid(year, monthsOf(cheapAfterDays), monthsOf(until));
  bill.add('S3', 'films', 'GB-months of Glacier Instant Retrieval', gigabytes * cheap, 'glacierStorage');
  bill.add('S3', 'films', 'moves into it', films, 'glacierPut');
}

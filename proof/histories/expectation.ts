import { toMillis } from '../../functions/clock.ts';
import type { CaseFile, Claim } from '../../functions/contracts/case.ts';
import type { Begun, History, Sold } from './model.ts';
import { loadStores } from './stores.ts';

/**
 * What has to be answered about a sale, from what was answered before and the clock: jobs, streams and retries have no
 * say in it. Where calendar days of a time zone decide, the day around the edge is left to the tests of deadlines.
 */

const DAY = 24 * 3_600_000;
/** As the terms of 2026-01 say, less and plus a day. */
const [UPLOAD_SURELY_COUNTS, UPLOAD_IS_SURELY_OVER] = [6 * DAY, 8 * DAY];
/** Six months, less more than a summer time. */
const LINK_SURELY_WORKS = 180 * DAY;
const FILMS_OF_POLICY = 5;
const CLAIMS_OF_POLICY = 20;

const isNewest = ({ sold }: History, { trackingNumber, policyId }: Sold): boolean =>
  sold.findLast((sale) => sale.trackingNumber === trackingNumber)?.policyId === policyId;

const isInTime = ({ world }: History, { endsAt }: Sold): boolean => world.now < endsAt;

/** What a link that opens nothing is answered, where it may have come to that. */
export function orGone(history: History, sold: Sold): number[] {
  const surelyUntil = toMillis(sold.endsAt) + LINK_SURELY_WORKS;
  return toMillis(history.world.now) < surelyUntil ? [] : [404];
}

/** With a link that works `statuses` are right; one of a cancelled sale opens nothing, whatever it asks for. */
export function byLink(history: History, sold: Sold, statuses: readonly number[]): number[] {
  return sold.isVoided ? [404] : [...statuses, ...orGone(history, sold)];
}

/** The claim in which this event goes on, or undefined when it may be claimed anew. */
function claimOfEvent({ claims }: CaseFile, policyId: string, kind: string): Claim | undefined {
  const followed = (claim: Claim): Claim => {
    const into = claims.find(({ claimId }) => claimId === claim.mergedInto);
    return into ? followed(into) : claim;
  };
  return claims
    .filter((claim) => claim.policyId === policyId && claim.kind === kind)
    .map(followed)
    .find(({ status, appeal }) => appeal !== undefined || !['withdrawn', 'lapsed'].includes(status));
}

/** Whether a film that was begun in time still lets its customer claim: true, false, or undefined for the edge's day. */
function isHeldOpen({ begun, world }: History, sold: Sold): boolean | undefined {
  const isInTimeAndAlive = (upload: Begun) =>
    upload.sold === sold && upload.isFilm && !upload.isGivenUp && upload.startedAt < sold.endsAt;
  const ages = begun
    .filter(isInTimeAndAlive)
    .map(({ startedAt }) => toMillis(world.now) - toMillis(startedAt));
  if (ages.some((age) => age < UPLOAD_SURELY_COUNTS)) return true;
  return ages.some((age) => age < UPLOAD_IS_SURELY_OVER) ? undefined : false;
}

/** A claim of a covered kind for no more than the purchase: in time nothing may stand in its way. */
async function filingExpected(history: History, sold: Sold, kind: string): Promise<number[]> {
  const { cases } = await loadStores();
  const file = await cases.read(sold.trackingNumber);
  if (claimOfEvent(file, sold.policyId, kind)) return [200];
  const isFull = file.claims.filter(({ policyId }) => policyId === sold.policyId).length >= CLAIMS_OF_POLICY;
  if (sold.isVoided || isFull || !isNewest(history, sold)) return [409];
  if (isInTime(history, sold)) return [201];
  const isHeld = isHeldOpen(history, sold);
  if (isHeld === undefined) return [201, 409];
  return isHeld ? [201] : [409];
}

export async function expectedByPage(history: History, sold: Sold, kind: string): Promise<number[]> {
  return byLink(history, sold, await filingExpected(history, sold, kind));
}

/** By telephone a parcel's number is named, which is that of its newest sale. */
export async function expectedByTelephone(
  history: History,
  { trackingNumber }: Sold,
  kind: string,
): Promise<number[]> {
  const newest = history.sold.findLast((sale) => sale.trackingNumber === trackingNumber) as Sold;
  return filingExpected(history, newest, kind);
}

/** The beginning of a film; a document waits for an open claim, of which only the service knows. */
export function expectedOfUpload(history: History, sold: Sold, isFilm: boolean): number[] {
  const films = history.begun.filter((upload) => upload.sold === sold && upload.isFilm);
  const isFree = isFilm && films.length < FILMS_OF_POLICY;
  if (!isNewest(history, sold)) return byLink(history, sold, [409]);
  return byLink(history, sold, isFree && isInTime(history, sold) ? [201] : [201, 409]);
}

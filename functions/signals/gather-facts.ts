import type { CaseStore } from '../claims/ports.ts';
import { toInstant, toMillis } from '../clock.ts';
import type { CaseFile, Claim } from '../contracts/case.ts';
import type { RegionCode, SellerId } from '../contracts/facts.ts';
import type { Policy } from '../contracts/policy.ts';
import type { JudgementFacts, TraceKind } from '../contracts/signals.ts';
import { isFilm } from '../evidence/purpose.ts';
import { termsOf } from '../policies/terms.ts';
import type { CounterRow, Counters } from '../reports/ports.ts';
import { regionOf } from '../reports/regions.ts';
import { sellerIdsOf } from '../sellers/seller-identity.ts';
import { ALIKE_FRAMES } from './film-frames.ts';
import type { FilmFrames, SellerHistory, Trace, TraceHasher, TraceIndex } from './ports.ts';
import { sharePeriod } from './share-period.ts';
import { tracesOf } from './traces-of-claim.ts';

/** Of each kind the newest are seen; so many say all that a rule asks. */
export const MOST_CASES = 20;
/** Traces of the claim's own policy stand among them: as many as a policy can have claims. */
const TRACES_READ = 2 * MOST_CASES;
/** Not behind every film stands a claim. */
const FILMS_READ = 50;

const SELLER_DAYS = 90;
const DAY = 86_400_000;

export interface GatherPorts {
  cases: Pick<CaseStore, 'read'>;
  traces: Pick<TraceIndex, 'seen'>;
  films: Pick<FilmFrames, 'find' | 'alike'>;
  sellers: SellerHistory;
  counters: Pick<Counters, 'read'>;
  hasher: TraceHasher;
}

export interface JudgedClaim {
  file: CaseFile;
  claim: Claim;
  policy: Policy;
}

/** All that the rules may look at. What it reads is bounded, whatever else was ever sold and claimed. */
export async function gatherFacts(judged: JudgedClaim, ports: GatherPorts): Promise<JudgementFacts> {
  const { claim, policy } = judged;
  const region = regionOf(policy.office.region);
  const sellerIds = sellerIdsOf(policy.personal.seller, ports.hasher);
  const [traces, filmFrames, seller, shares] = await Promise.all([
    sameTraces(judged, ports),
    alikeFilms(judged, ports),
    ports.sellers.historyOf(sellerIds, toInstant(toMillis(claim.filedAt) - SELLER_DAYS * DAY)),
    sharesOf(judged, region, ports.counters),
  ]);
  const { trackingNumber, claimId, policyId, kind, channel, amount, filedAt } = claim;
  const handedOverAt = claim.moneyInPost?.acceptedAt;
  return {
    ...{ trackingNumber, claimId, policyId, kind, channel, amount, filedAt },
    purchaseAmount: claim.purchaseAmount ?? policy.amount,
    videoThreshold: termsOf(policy).videoThreshold,
    region,
    office: policy.office.index,
    clerkId: policy.clerkId,
    sellerId: sellerIds[0] as SellerId,
    soldAt: policy.soldAt,
    claimableUntil: policy.endsAt,
    ...(handedOverAt !== undefined && { handedOverAt }),
    seenIn: {
      ...traces,
      ...(filmFrames.length > 0 && { 'film-frames': filmFrames }),
    },
    seller: {
      parcels: seller.parcels,
      // What is known of the seller without this parcel, and before this claim.
      confirmed: seller.confirmed.filter(
        ({ trackingNumber: parcel, at }) => parcel !== trackingNumber && at <= filedAt,
      ),
    },
    ...shares,
  };
}

type SeenIn = JudgementFacts['seenIn'];
type SeenCase = NonNullable<SeenIn[TraceKind]>[number];

async function sameTraces(judged: JudgedClaim, { traces, hasher }: GatherPorts): Promise<SeenIn> {
  const found = await Promise.all(
    tracesOf(judged, hasher).map(async ({ kind, hash, policyId }) => ({
      kind,
      others: (await traces.seen(kind, hash, TRACES_READ)).filter((trace) => trace.policyId !== policyId),
    })),
  );
  const seenIn: SeenIn = {};
  for (const { kind, others } of found) {
    if (others.length === 0) continue;
    seenIn[kind] = newestOf([...(seenIn[kind] ?? []), ...others.map(seenCaseOf)]);
  }
  return seenIn;
}

/** A film knows its parcel; whose claim it stands behind is read there. */
async function alikeFilms({ file, claim }: JudgedClaim, ports: GatherPorts): Promise<SeenCase[]> {
  const films = file.uploads.filter((upload) => upload.policyId === claim.policyId && isFilm(upload));
  const alike = await Promise.all(
    films.map(async ({ uploadId, policyId }) => {
      const frames = await ports.films.find(uploadId);
      return frames && frames.length > 0 ? ports.films.alike({ policyId, frames }, ALIKE_FRAMES) : [];
    }),
  );
  const parcels = new Map(alike.flat().map((film) => [film.policyId, film.trackingNumber]));
  const cases = await Promise.all(
    [...parcels].slice(0, FILMS_READ).map(async ([policyId, trackingNumber]) => {
      const { claims } = await ports.cases.read(trackingNumber);
      return claims.filter((each) => each.policyId === policyId);
    }),
  );
  return newestOf(
    cases.flat().map(({ trackingNumber, claimId, filedAt }) => ({ trackingNumber, claimId, at: filedAt })),
  );
}

async function sharesOf(
  { claim, policy: { office, clerkId } }: JudgedClaim,
  region: RegionCode,
  counters: GatherPorts['counters'],
): Promise<Pick<JudgementFacts, 'officeShare' | 'peerShare' | 'clerkShare'>> {
  const { from, to } = sharePeriod(claim.filedAt);
  const [offices, clerks] = await Promise.all([
    counters.read(`offices#${region}`, from, to),
    counters.read(`clerks#${office.index}`, from, to),
  ]);
  const isOwn = ({ id }: CounterRow) => id === office.index;
  return {
    officeShare: shareOf(offices.filter(isOwn)),
    peerShare: shareOf(offices.filter((row) => !isOwn(row))),
    clerkShare: shareOf(clerks.filter(({ id }) => id === clerkId)),
  };
}

function shareOf(rows: readonly CounterRow[]): { sold: number; filed: number } {
  const total = (measure: string) => rows.reduce((sum, { sums }) => sum + (sums[measure] ?? 0), 0);
  // A voided sale stays counted as sold and is counted as voided besides; neither is ever less than nothing.
  return { sold: Math.max(total('sold') - total('voided'), 0), filed: Math.max(total('filed'), 0) };
}

function seenCaseOf({ trackingNumber, claimId, at }: Trace): SeenCase {
  return { trackingNumber, claimId, at };
}

function newestOf(cases: readonly SeenCase[]): SeenCase[] {
  const byClaim = new Map(cases.map((each) => [each.claimId, each]));
  return [...byClaim.values()]
    .sort((a, b) => (`${a.at}#${a.claimId}` > `${b.at}#${b.claimId}` ? -1 : 1))
    .slice(0, MOST_CASES);
}

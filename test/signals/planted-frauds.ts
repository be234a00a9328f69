import { type Instant, toInstant, toMillis } from '../../functions/clock.ts';
import { TERMS_ON_SALE } from '../../functions/policies/terms.ts';
import { type Chance, chanceOf, rowOf } from '../../local/seed/chance.ts';
import type { PlannedClaim } from '../../local/seed/plan-claim.ts';
import { type PlannedParcel, planYear } from '../../local/seed/plan-year.ts';

/** What a claim is known to be, because it was planted; the rules are not told. */
export type Nature = 'honest' | FraudKind;

/** How many of each are planted among 200. */
export const fraudKinds = {
  'the same film': 30,
  'a film that looks alike': 25,
  'the same receipt': 20,
  'a ring with one account': 25,
  'a ring with one device': 15,
  'one phone, many claims': 20,
  'at once, just under the threshold': 15,
  'on the last day, just under the threshold': 10,
  'sold after hand-over': 20,
  'an office that stands out': 15,
  'looks honest': 5,
} as const;
export type FraudKind = keyof typeof fraudKinds;

/** A claim as the evaluation files it. */
export interface Filing {
  nature: Nature;
  parcel: PlannedParcel;
  claim: PlannedClaim;
  /** When the carrier says that the parcel was paid for; left out where it says nothing. */
  handedOverAt?: Instant | undefined;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Members of one fraud, which come one after the other within days. */
const GROUP = 5;

/** An honest claim, with what the carrier knows of its parcel: paid for at the same counter at the same time. */
export function honestFiling(parcel: PlannedParcel, claim: PlannedClaim, seed: string): Filing {
  const chance = chanceOf(rowOf(seed, 'hand-over'), parcel.index);
  if (!chance.happens(0.7)) return { nature: 'honest', parcel, claim };
  // A queue, a till that is started again: now and then the protection is typed in a while later.
  const before = chance.happens(0.01) ? chance.whole(10, 40) : chance.whole(0, 5);
  const handedOverAt = toInstant(toMillis(parcel.sale.soldAt) - before * MINUTE);
  return { nature: 'honest', parcel, claim, handedOverAt };
}

/** Frauds of every kind in proportion, `count` together, over the same year as the honest claims. */
export async function plantFrauds(options: { count: number; year: number; seed: string }): Promise<Filing[]> {
  const { count, year, seed } = options;
  const source: Filing[] = [];
  const ground = { policies: count * 12, year, seed: `${seed} planted`, claimRate: 0.4 };
  for await (const parcel of planYear(ground)) {
    const [claim] = parcel.claims;
    if (claim) source.push(ownFiling(parcel, claim));
  }
  const all = Object.values(fraudKinds).reduce<number>((sum, share) => sum + share, 0);
  let next = 0;
  return Object.entries(fraudKinds).flatMap(([kind, share]) => {
    const planted = Math.max(2, Math.round((share * count) / all));
    // Kinds lie side by side over the year, each in runs of neighbours.
    return Array.from({ length: planted }, (_, index) => {
      const filing = source[next] as Filing;
      const isRunOver = index % GROUP === GROUP - 1;
      next += isRunOver ? Math.max(1, Math.floor(source.length / (count / GROUP)) - GROUP + 1) : 1;
      next %= source.length;
      const chance = chanceOf(rowOf(seed, kind), index);
      return plant(filing, kind as FraudKind, Math.floor(index / GROUP), chance);
    });
  });
}

/** Nobody's neighbour: nothing of it is shared with the honest ones by the numbers that the year was drawn with. */
function ownFiling(parcel: PlannedParcel, claim: PlannedClaim): Filing {
  const own = `planted-${parcel.index}`;
  const { documents, film } = claim.leaves;
  return {
    nature: 'looks honest',
    parcel: { ...parcel, sale: { ...parcel.sale, customer: { phone: `+7800${pad(parcel.index)}` } } },
    claim: {
      ...claim,
      leaves: {
        ...(film && { film: `film-${own}`, scene: `scene-${own}` }),
        documents: documents.map((_, index) => `document-${own}-${index}`),
        account: `account-${own}`,
        device: `device-${own}`,
      },
    },
  };
}

function plant(filing: Filing, nature: FraudKind, group: number, chance: Chance): Filing {
  const own = `${nature} ${group}`;
  const leaving = (leaves: Partial<PlannedClaim['leaves']>, amount?: number): Filing => ({
    ...withAmount(filing, amount),
    nature,
    claim: {
      ...filing.claim,
      ...(amount !== undefined && { amount }),
      leaves: { ...filing.claim.leaves, ...leaves },
    },
  });
  const above = TERMS_ON_SALE.videoThreshold + chance.whole(50, 9_000) * 1_000;
  const justUnder = TERMS_ON_SALE.videoThreshold - chance.whole(0, 5) * 1_000;
  switch (nature) {
    case 'the same film':
      return leaving({ film: own, scene: own }, above);
    case 'a film that looks alike':
      return leaving({ film: `${own} ${filing.parcel.index}`, scene: own }, above);
    case 'the same receipt':
      return leaving({ documents: [own] });
    case 'a ring with one account':
      return leaving({ account: own });
    case 'a ring with one device':
      return leaving({ account: own, device: own });
    case 'one phone, many claims':
      // Ten parcels and more under one number.
      return withPhone({ ...filing, nature }, `+7801${pad(Math.floor(group / 2))}`);
    case 'at once, just under the threshold':
      return filedAfter(leaving({}, justUnder), chance.whole(2, 15) * MINUTE);
    case 'on the last day, just under the threshold':
      return filedAfter(leaving({}, justUnder), 30 * DAY - chance.whole(2, 9) * 60 * MINUTE);
    case 'sold after hand-over':
      return { ...filing, nature, handedOverAt: before(filing, chance) };
    case 'an office that stands out':
      return atOffice({ ...filing, nature });
    case 'looks honest':
      return filing;
  }
}

function before({ parcel }: Filing, chance: Chance): Instant {
  const minutes = chance.happens(0.5) ? chance.whole(25, 300) : chance.whole(1_500, 6_000);
  return toInstant(toMillis(parcel.sale.soldAt) - minutes * MINUTE);
}

function withAmount(filing: Filing, amount = filing.parcel.sale.amount): Filing {
  const { parcel } = filing;
  return { ...filing, parcel: { ...parcel, sale: { ...parcel.sale, amount } } };
}

function withPhone(filing: Filing, phone: string): Filing {
  const { parcel } = filing;
  return { ...filing, parcel: { ...parcel, sale: { ...parcel.sale, customer: { phone } } } };
}

function filedAfter(filing: Filing, millis: number): Filing {
  const { parcel, claim } = filing;
  const filed = toMillis(parcel.sale.soldAt) + millis;
  const moved = filed - toMillis(claim.filedAt);
  return {
    ...filing,
    claim: {
      ...claim,
      filedAt: toInstant(filed),
      reviewedAt: toInstant(toMillis(claim.reviewedAt) + moved),
      closedAt: toInstant(toMillis(claim.closedAt) + moved),
    },
  };
}

/** An office that sells little and claims much, all within one spring. */
export const STANDING_OUT = { index: '390777', region: 'Рязанская область', timeZone: 'Europe/Moscow' };

function atOffice(filing: Filing): Filing {
  const { parcel } = filing;
  const { sale } = parcel;
  const soldAt = `${sale.soldAt.slice(0, 4)}-04-${String(1 + (parcel.index % 28)).padStart(2, '0')}T10:00:00.000Z`;
  const clerkId = `clerk-${STANDING_OUT.index}-1`;
  const moved = { ...parcel, sale: { ...sale, office: STANDING_OUT, clerkId, soldAt } };
  const delay = toMillis(filing.claim.filedAt) - toMillis(sale.soldAt);
  return filedAfter({ ...filing, parcel: moved }, delay);
}

function pad(index: number): string {
  return String(index).padStart(7, '0');
}

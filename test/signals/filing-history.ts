import { createHmacTraceHasher } from '../../functions/adapters/hmac-trace-hasher.ts';
import { type Instant, toMillis } from '../../functions/clock.ts';
import type { CaseReference, JudgementFacts, TraceKind } from '../../functions/contracts/signals.ts';
import { deadlineAfter } from '../../functions/policies/deadline.ts';
import { TERMS_ON_SALE } from '../../functions/policies/terms.ts';
import { nextMonth } from '../../functions/reports/day-of.ts';
import { regionOf } from '../../functions/reports/regions.ts';
import { sellerIdsOf } from '../../functions/sellers/seller-identity.ts';
import { sharePeriod } from '../../functions/signals/share-period.ts';
import type { PlannedParcel } from '../../local/seed/plan-year.ts';
import type { Filing } from './planted-frauds.ts';

type Seen = CaseReference & { at: Instant };

const DAY = 86_400_000;
const MOST_SEEN = 20;
const MOST_CONFIRMED = 50;
const SELLER_DAYS = 90;

const hasher = createHmacTraceHasher('an evaluation hides nothing');

/**
 * What the service would know at a moment, in memory and by the same definitions: traces, a seller's past, and the
 * months' counters of offices and clerks. Fed in the order of time.
 */
export function createFilingHistory() {
  const traces = new Map<string, Seen[]>();
  const confirmed = new Map<string, Seen[]>();
  const parcels = new Map<string, Map<string, number>>();
  const counters = new Map<string, { sold: number; filed: number }>();
  const sellerIds = new Map<string, string[]>();

  const idsOf = ({ seller }: PlannedParcel['sale']) => {
    const key = JSON.stringify(seller);
    const known = sellerIds.get(key) ?? sellerIdsOf(seller, hasher);
    sellerIds.set(key, known);
    return known;
  };

  function count(sale: PlannedParcel['sale'], at: Instant, what: 'sold' | 'filed', by = 1): void {
    const month = at.slice(0, 7);
    for (const scope of [sale.office.region, sale.office.index, sale.clerkId]) {
      const key = `${scope}#${month}`;
      const row = counters.get(key) ?? { sold: 0, filed: 0 };
      row[what] += by;
      counters.set(key, row);
    }
  }

  function shareOf(scope: string, filedAt: Instant) {
    const { from, to } = sharePeriod(filedAt);
    const sum = { sold: 0, filed: 0 };
    for (const month of monthsOf(from, to)) {
      const row = counters.get(`${scope}#${month}`);
      sum.sold += row?.sold ?? 0;
      sum.filed += row?.filed ?? 0;
    }
    return sum;
  }

  function sellerOf(sale: PlannedParcel['sale'], filedAt: Instant): JudgementFacts['seller'] {
    const [since, until] = [toMillis(filedAt) - SELLER_DAYS * DAY, toMillis(filedAt)];
    const [id = ''] = idsOf(sale);
    const days = [...(parcels.get(id) ?? [])].filter(([day]) => Date.parse(day) > since);
    return {
      parcels: days.reduce((sum, [, sold]) => sum + sold, 0),
      confirmed: (confirmed.get(id) ?? [])
        .filter(({ at }) => toMillis(at) > since && toMillis(at) <= until)
        .sort((a, b) => (a.at < b.at ? 1 : -1))
        .slice(0, MOST_CONFIRMED),
    };
  }

  return {
    sold(sale: PlannedParcel['sale'], many = 1): void {
      count(sale, sale.soldAt, 'sold', many);
      const day = sale.soldAt.slice(0, 10);
      for (const id of idsOf(sale)) {
        const days = parcels.get(id) ?? new Map<string, number>();
        days.set(day, (days.get(day) ?? 0) + many);
        parcels.set(id, days);
      }
    },

    filed({ parcel, claim }: Filing): void {
      count(parcel.sale, claim.filedAt, 'filed');
      const seen = { ...referenceOf(parcel, claim.kind), at: claim.filedAt };
      for (const trace of tracesOf(parcel, claim)) traces.set(trace, [seen, ...(traces.get(trace) ?? [])]);
      if (claim.course === 'compensated' || claim.course === 'refunded-by-seller') {
        const ended = { ...seen, at: claim.closedAt };
        for (const id of idsOf(parcel.sale)) confirmed.set(id, [...(confirmed.get(id) ?? []), ended]);
      }
    },

    factsOf({ parcel, claim, handedOverAt }: Filing): JudgementFacts {
      const { sale } = parcel;
      const { index, region, timeZone } = sale.office;
      const { trackingNumber, claimId } = referenceOf(parcel, claim.kind);
      const seenIn: Partial<Record<TraceKind, Seen[]>> = {};
      for (const trace of tracesOf(parcel, claim)) {
        const kind = trace.slice(0, trace.indexOf(' ')) as TraceKind;
        const others = (traces.get(trace) ?? []).filter((seen) => seen.trackingNumber !== trackingNumber);
        if (others.length > 0) seenIn[kind] = [...(seenIn[kind] ?? []), ...others].slice(0, MOST_SEEN);
      }
      const [officeShare, regionShare] = [index, region].map((scope) => shareOf(scope, claim.filedAt)) as [
        { sold: number; filed: number },
        { sold: number; filed: number },
      ];
      return {
        ...{ trackingNumber, claimId, policyId: parcel.idempotencyKey },
        ...{ kind: claim.kind, channel: claim.channel, amount: claim.amount, purchaseAmount: sale.amount },
        videoThreshold: TERMS_ON_SALE.videoThreshold,
        region: regionOf(region),
        office: index,
        clerkId: sale.clerkId,
        sellerId: idsOf(sale)[0] as string,
        soldAt: sale.soldAt,
        filedAt: claim.filedAt,
        claimableUntil: deadlineAfter(sale.soldAt, TERMS_ON_SALE.duration, timeZone),
        ...(handedOverAt && { handedOverAt }),
        seenIn,
        seller: sellerOf(sale, claim.filedAt),
        officeShare,
        peerShare: {
          sold: regionShare.sold - officeShare.sold,
          filed: regionShare.filed - officeShare.filed,
        },
        clerkShare: shareOf(sale.clerkId, claim.filedAt),
      };
    },
  };
}

function referenceOf({ sale }: PlannedParcel, kind: string): CaseReference {
  return { trackingNumber: sale.trackingNumber, claimId: `${sale.trackingNumber}-${kind}` };
}

function tracesOf(parcel: PlannedParcel, { leaves, channel }: Filing['claim']): string[] {
  const { film, scene, documents, account, device } = leaves;
  return [
    ...(film ? [`film ${film}`] : []),
    ...(scene ? [`film-frames ${scene}`] : []),
    ...documents.map((document) => `document ${document}`),
    ...(account ? [`payee ${account}`] : []),
    ...(device && channel === 'web' ? [`device ${device}`] : []),
    `phone ${parcel.sale.customer.phone}`,
  ];
}

function monthsOf(from: string, to: string): string[] {
  const months: string[] = [];
  for (let month = from.slice(0, 7); month <= to.slice(0, 7); month = nextMonth(month)) months.push(month);
  return months;
}

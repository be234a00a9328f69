import { toInstant, toMillis } from '../../functions/clock.ts';
import type { ClaimFacts, LetterFacts, PolicyFacts } from '../../functions/contracts/facts.ts';
import type { Fact } from '../../functions/reports/ports.ts';

/** The answers to all questions of lake/sql, counted from the facts in the plainest way that there is. */
type Value = string | number | null;
export type Row = Record<string, Value>;

const HOUR = 3_600_000;
const dayOf = (instant: string) => toInstant(toMillis(instant) + 3 * HOUR).slice(0, 10);
const monthOf = (instant: string) => dayOf(instant).slice(0, 7);
const hours = (from: string, until: string) => Math.round((toMillis(until) - toMillis(from)) / 36_000) / 100;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]) => (values.length === 0 ? null : sum(values) / values.length);
const rounded = (value: number | null, digits: number) =>
  value === null ? null : Math.round(value * 10 ** digits) / 10 ** digits;
const ratio = (a: number, b: number) => (b === 0 ? null : rounded(a / b, 4));
const HELPED = ['compensated', 'refunded-by-seller', 'recovered-through-bank'];

function groups<Thing>(things: readonly Thing[], keyOf: (thing: Thing) => string): [string, Thing[]][] {
  return [...Map.groupBy(things, keyOf)];
}

export function recount(facts: readonly Fact[]): Record<string, Row[]> {
  const policies = facts.filter(({ of }) => of === 'policy').map((fact) => fact.facts as PolicyFacts);
  const claims = facts.filter(({ of }) => of === 'claim').map((fact) => fact.facts as ClaimFacts);
  const letters = facts.filter(({ of }) => of === 'letter').map((fact) => fact.facts as LetterFacts);
  const closed = claims.filter(
    (claim): claim is ClaimFacts & { closedAt: string } => claim.closedAt !== undefined,
  );
  const decided = claims.filter(
    (claim): claim is ClaimFacts & { decidedAt: string } => claim.decidedAt !== undefined,
  );
  const helped = closed.filter(({ status }) => HELPED.includes(status));
  const paid = closed.filter(({ status }) => status === 'compensated');
  const voided = policies.filter(
    (policy): policy is PolicyFacts & { voidedAt: string } => policy.voidedAt !== undefined,
  );

  const places = [
    ...policies.map(({ region, soldAt }) => `${monthOf(soldAt)} ${region}`),
    ...voided.map(({ region, voidedAt }) => `${monthOf(voidedAt)} ${region}`),
    ...policies.flatMap(({ region, endedAt }) => (endedAt ? [`${monthOf(endedAt)} ${region}`] : [])),
    ...claims.map(({ region, filedAt }) => `${monthOf(filedAt)} ${region}`),
    ...decided.map(({ region, decidedAt }) => `${monthOf(decidedAt)} ${region}`),
    ...closed.map(({ region, closedAt }) => `${monthOf(closedAt)} ${region}`),
    ...letters.flatMap(({ region, sentAt }) => (sentAt ? [`${monthOf(sentAt)} ${region}`] : [])),
    ...letters.flatMap(({ region, answeredAt }) => (answeredAt ? [`${monthOf(answeredAt)} ${region}`] : [])),
  ];
  const at = (instant: string, region: string) => `${monthOf(instant)} ${region}`;

  const officeShares = groups(policies, ({ region, office }) => `${region} ${office}`).map(([key, sold]) => {
    const [region = '', office = ''] = key.split(' ');
    const filed = claims.filter((claim) => claim.region === region && claim.office === office).length;
    return { region, office, sold: sold.length, filed };
  });

  return {
    'figures-by-region-and-month': [...new Set(places)].map((place) => ({
      month: place.slice(0, 7),
      region: place.slice(8),
      sold: policies.filter(({ soldAt, region }) => at(soldAt, region) === place).length,
      voided: voided.filter(({ voidedAt, region }) => at(voidedAt, region) === place).length,
      filed: claims.filter(({ filedAt, region }) => at(filedAt, region) === place).length,
      helped: helped.filter(({ closedAt, region }) => at(closedAt, region) === place).length,
      refused: closed.filter(
        ({ status, closedAt, region }) => status === 'refused' && at(closedAt, region) === place,
      ).length,
      paid_kopecks: sum(
        paid.filter(({ closedAt, region }) => at(closedAt, region) === place).map((claim) => claim.paid),
      ),
    })),
    'claims-by-kind': groups(claims, ({ kind }) => kind).map(([kind, ofKind]) => ({
      kind,
      filed: ofKind.length,
      closed: ofKind.filter(({ closedAt }) => closedAt).length,
      helped: ofKind.filter(({ closedAt, status }) => closedAt && HELPED.includes(status)).length,
      asked_roubles_on_average: rounded((mean(ofKind.map(({ amount }) => amount)) ?? 0) / 100, 2),
      paid_roubles_on_average: averagePaid(ofKind.filter(({ status }) => status === 'compensated')),
    })),
    'loss-ratio': groups(policies, ({ region }) => region).map(([region, sold]) => {
      const premium = sum(sold.map(({ price, voidedAt }) => (voidedAt ? 0 : price)));
      const out = sum(paid.filter((claim) => claim.region === region).map((claim) => claim.paid));
      return { region, premium_kopecks: premium, paid_kopecks: out, paid_to_premium: ratio(out, premium) };
    }),
    'time-to-decision-by-region': groups(decided, ({ region }) => region).map(([region, ofRegion]) => {
      const all = ofRegion.map(({ filedAt, decidedAt }) => hours(filedAt, decidedAt)).sort((a, b) => a - b);
      const rank = (share: number) => all[Math.max(Math.ceil(share * all.length), 1) - 1] ?? null;
      return { region, decided: all.length, median_hours: rank(0.5), p90_hours: rank(0.9) };
    }),
    'repeat-sellers': groups(helped, ({ sellerIds }) => sellerIds[0] ?? '')
      .filter(([, ofSeller]) => ofSeller.length >= 2)
      .map(([seller, ofSeller]) => {
        const parcels = policies.filter(({ sellerIds }) => sellerIds[0] === seller).length;
        const days = ofSeller.map(({ closedAt }) => dayOf(closedAt)).sort();
        return {
          seller,
          confirmed: ofSeller.length,
          parcels,
          share_of_parcels: ratio(ofSeller.length, parcels),
          paid_kopecks: sum(ofSeller.map((claim) => claim.paid)),
          first_day: days[0] ?? null,
          last_day: days.at(-1) ?? null,
        };
      }),
    'offices-that-stand-out': officeShares
      .map(({ region, office, sold, filed }) => {
        const others = officeShares.filter((other) => other.region === region && other.office !== office);
        const othersSold = sum(others.map((other) => other.sold));
        const othersFiled = sum(others.map((other) => other.filed));
        return { region, office, sold, filed, othersSold, othersFiled };
      })
      .filter(
        ({ sold, filed, othersSold, othersFiled }) =>
          filed >= 2 && filed * othersSold > 2 * othersFiled * sold,
      )
      .map(({ region, office, sold, filed, othersSold, othersFiled }) => ({
        region,
        office,
        sold,
        filed,
        share: ratio(filed, sold),
        share_of_others: ratio(othersFiled, othersSold),
      })),
    // Clerks are hashes in the lake: the recount has as many of them, by their office and numbers.
    'clerks-that-stand-out': groups(
      claims.filter(({ soldAt, filedAt }) => hours(soldAt, filedAt) <= 24),
      ({ office, clerkId }) => `${office} ${clerkId}`,
    )
      .filter(([, soon]) => soon.length >= 2)
      .map(([key, soon]) => ({
        office: key.split(' ')[0] ?? '',
        sold: policies.filter(({ office, clerkId }) => `${office} ${clerkId}` === key).length,
        filed_within_a_day: soon.length,
      })),
    'channels-by-month': groups(claims, ({ filedAt, channel }) => `${monthOf(filedAt)} ${channel}`).map(
      ([key, filed]) => ({
        month: key.slice(0, 7),
        channel: key.slice(8),
        filed: filed.length,
        share: ratio(
          filed.length,
          claims.filter(({ filedAt }) => monthOf(filedAt) === key.slice(0, 7)).length,
        ),
      }),
    ),
    'sales-by-weekday': [1, 2, 3, 4, 5, 6, 7]
      .map((weekday) => ({
        weekday,
        sold: policies.filter(({ soldAt }) => weekdayOf(soldAt) === weekday).length,
        filed: claims.filter(({ filedAt }) => weekdayOf(filedAt) === weekday).length,
      }))
      .filter(({ sold, filed }) => sold + filed > 0),
    'letters-answered-by-seller': groups(
      letters.filter(({ kind, sentAt }) => kind === 'claim-to-seller' && sentAt),
      ({ sellerIds }) => sellerIds[0] ?? '',
    ).map(([seller, sent]) => {
      const answered = sent.filter(({ answeredAt }) => answeredAt);
      const wait = mean(answered.map(({ sentAt = '', answeredAt = '' }) => hours(sentAt, answeredAt)));
      return {
        seller,
        sent: sent.length,
        answered: answered.length,
        agreed: answered.filter(({ outcome }) => outcome === 'agreed').length,
        days_to_answer: wait === null ? null : rounded(wait / 24, 1),
      };
    }),
    'cohorts-by-week-of-sale': groups(policies, ({ soldAt }) => mondayOf(soldAt)).map(([week, sold]) => {
      const filed = claims.filter(({ soldAt }) => mondayOf(soldAt) === week);
      const within = (days: number) =>
        filed.filter(({ soldAt, filedAt }) => hours(soldAt, filedAt) <= days * 24).length;
      return {
        week,
        sold: sold.length,
        filed_within_7_days: within(7),
        filed_within_14_days: within(14),
        filed_within_30_days: within(30),
        paid_kopecks: sum(paid.filter(({ soldAt }) => mondayOf(soldAt) === week).map((claim) => claim.paid)),
      };
    }),
    'refusals-by-kind': groups(decided, ({ kind }) => kind).map(([kind, ofKind]) => {
      const refused = ofKind.filter(({ decision }) => decision === 'refused').length;
      return { kind, decided: ofKind.length, refused, share: ratio(refused, ofKind.length) };
    }),
    'claims-by-sum': groups(claims, ({ amount }) => bandOf(amount)).map(([roubles, filed]) => ({
      roubles,
      filed: filed.length,
      asked_kopecks: sum(filed.map(({ amount }) => amount)),
    })),
    'how-claims-end': groups(closed, ({ status }) => status).map(([outcome, ended]) => ({
      outcome,
      closed: ended.length,
      days_on_average: rounded(
        (mean(ended.map(({ filedAt, closedAt }) => hours(filedAt, closedAt))) ?? 0) / 24,
        1,
      ),
      paid_kopecks: sum(ended.map((claim) => claim.paid)),
      recovered_kopecks: sum(ended.map((claim) => claim.recovered)),
    })),
  };
}

function averagePaid(compensated: readonly ClaimFacts[]): number | null {
  const average = mean(compensated.map((claim) => claim.paid));
  return average === null ? null : rounded(average / 100, 2);
}

function weekdayOf(instant: string): number {
  return new Date(`${dayOf(instant)}T00:00:00Z`).getUTCDay() || 7;
}

function mondayOf(instant: string): string {
  const midnight = toMillis(`${dayOf(instant)}T00:00:00Z`);
  return toInstant(midnight - (weekdayOf(instant) - 1) * 24 * HOUR).slice(0, 10);
}

function bandOf(kopecks: number): string {
  if (kopecks <= 100_000) return '1: up to 1,000';
  if (kopecks <= 270_000) return '2: up to 2,700';
  if (kopecks <= 300_000) return '3: up to 3,000, just under the film';
  return kopecks <= 1_000_000 ? '4: up to 10,000' : '5: above 10,000';
}

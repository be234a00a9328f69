import type { ClaimFacts, LetterFacts } from '../../functions/contracts/facts.ts';
import type {
  Measures,
  RegionReport,
  Release,
  ReportClaimSheet,
  ReportSeries,
} from '../../functions/contracts/reports.ts';
import { regions } from '../../functions/reports/regions.ts';
import { type Answer, type Asked, DESK_NOW, ok } from './console-desk.ts';

const DAY_MILLIS = 86_400_000;
const SELLER = 'AbCdEfGhIjKlMnOpQrStUv';

/** How much larger than others, so that the map has something to show. */
const SIZES: Record<string, number> = { MOW: 14, MOS: 9, SPE: 7, KDA: 6, SVE: 5, TA: 4, NVS: 4, RYA: 2 };

/** Whole numbers in a range, the same ones for the same seed. */
const chance = (seed: number) => {
  let state = (seed + 1) * 2_654_435_761;
  return (from: number, to: number): number => {
    state = Math.imul(state ^ (state >>> 15), 2_246_822_519) + 374_761_393;
    return from + ((state >>> 8) % (to - from + 1));
  };
};

/** Believable figures of so many policies, the same for the same seed. */
export function someMeasures(seed: number, sold: number): Measures {
  const draw = chance(seed);
  const filed = Math.round((sold * draw(18, 38)) / 1_000);
  const compensated = Math.round((filed * draw(80, 90)) / 100);
  const refundedBySeller = Math.round(filed * 0.07);
  const recoveredThroughBank = Math.round(filed * 0.02);
  const refused = Math.round((filed * draw(0, 3)) / 100);
  const voided = Math.round(sold * 0.004);
  const helped = compensated + refundedBySeller + recoveredThroughBank;
  const premium = (sold - voided) * 9_900;
  const paid = compensated * draw(190_000, 310_000);
  const p50 = draw(180, 760) / 10;
  return {
    sold,
    voided,
    ended: Math.round(sold * 0.9),
    premium,
    filed,
    filedByKind: { 'foreign-object': Math.round(filed / 2), damaged: filed - Math.round(filed / 2) },
    filedByChannel: { web: Math.round(filed * 0.7), phone: filed - Math.round(filed * 0.7) },
    compensated,
    refundedBySeller,
    recoveredThroughBank,
    refused,
    withdrawn: 0,
    lapsed: 0,
    merged: 0,
    paid,
    recovered: refundedBySeller * 240_000,
    compensatedShare: helped + refused > 0 ? helped / (helped + refused) : null,
    paidToPremium: premium > 0 ? paid / premium : null,
    timeToDecision: { count: filed, p50, p90: p50 * 2.1, p99: p50 * 3 },
    timeToPayout: { count: compensated, p50: p50 + 20, p90: p50 * 2.5, p99: p50 * 4 },
  };
}

const sizeOf = (code: string, index: number) => (SIZES[code] ?? 0.4 + (index % 7) / 5) * 480;

function regionReport({ query }: Asked, only?: readonly string[]): RegionReport {
  const period = { from: query.get('from') ?? '', to: query.get('to') ?? '' };
  const compares = query.get('compare') === 'previous';
  const before = (seed: number, sold: number) =>
    compares ? { previous: someMeasures(seed + 1_000, Math.round(sold * 0.93)) } : {};
  return {
    period,
    ...(compares && { previousPeriod: { from: '2026-01-05', to: '2026-02-03' } }),
    // One region has nothing, so that the map shows this too.
    regions: regions
      .filter(({ code }) => code !== 'CHU' && (only?.includes(code) ?? true))
      .map(({ code }, index) => ({
        region: code,
        measures: someMeasures(index, Math.round(sizeOf(code, index))),
        ...before(index, sizeOf(code, index)),
      })),
    total: { measures: someMeasures(500, 83_412), ...before(500, 83_412) },
  };
}

function series({ query }: Asked): ReportSeries {
  const period = { from: query.get('from') ?? '', to: query.get('to') ?? '' };
  const step = query.get('step') === 'month' ? ('month' as const) : ('day' as const);
  const asked = query.get('regions')?.split(',') ?? ['RU'];
  const days = Math.round((Date.parse(period.to) - Date.parse(period.from)) / DAY_MILLIS) + 1;
  const all = Array.from({ length: days }, (_, index) =>
    new Date(Date.parse(period.from) + index * DAY_MILLIS).toISOString().slice(0, step === 'day' ? 10 : 7),
  );
  return {
    period,
    step,
    series: asked.map((region, of) => ({
      region,
      points: [...new Set(all)].map((at, index) => {
        const weekend = (Date.parse(at.padEnd(10, '-01')) / DAY_MILLIS + 4) % 7 < 2 ? 0.55 : 1;
        const drawn = chance(of * 977 + index)(80, 125) / 100;
        return {
          at,
          measures: someMeasures(of * 977 + index, Math.round((2_300 / (of + 1)) * weekend * drawn)),
        };
      }),
    })),
  };
}

export function someClaimFacts(index: number, overrides: Partial<ClaimFacts> = {}): ClaimFacts {
  const draw = chance(index);
  const filedAt = Date.parse(DESK_NOW) - index * 7 * 3_600_000 - 90 * 3_600_000;
  const amount = draw(900, 9_000) * 100;
  const isOver = index % 4 !== 0;
  const isRefused = index % 9 === 1;
  return {
    trackingNumber: `390000${String(24_000_000 + index * 1_337)}`,
    policyId: `policy-${index}`,
    region: 'RYA',
    office: ['390000', '390005', '391110'][index % 3] ?? '390000',
    clerkId: `clerk-${(index % 5) + 1}`,
    sellerIds: [SELLER],
    soldAt: new Date(filedAt - 40 * 3_600_000).toISOString(),
    claimId: `CLM${String(index).padStart(5, '0')}`,
    version: 3,
    kind: (['foreign-object', 'wrong-item', 'empty-or-incomplete', 'damaged'] as const)[index % 4] ?? 'other',
    channel: index % 3 === 0 ? 'phone' : 'web',
    amount,
    purchaseAmount: amount,
    filedAt: new Date(filedAt).toISOString(),
    status: !isOver ? 'in-review' : isRefused ? 'refused' : 'compensated',
    ...(isOver && {
      decision: isRefused ? ('refused' as const) : ('approved' as const),
      decidedAt: new Date(filedAt + 31 * 3_600_000).toISOString(),
      closedAt: new Date(filedAt + 52 * 3_600_000).toISOString(),
    }),
    paid: isOver && !isRefused ? amount : 0,
    recovered: 0,
    ...overrides,
  };
}

const someLetter = (overrides: Partial<LetterFacts>): LetterFacts => ({
  trackingNumber: '39000024000000',
  letterId: 'L-1',
  claimId: 'CLM00001',
  version: 2,
  region: 'RYA',
  sellerIds: [SELLER],
  kind: 'claim-to-seller',
  ...overrides,
});

export function someSheet(index: number): ReportClaimSheet {
  const claim = someClaimFacts(index, { status: 'compensated', decision: 'approved' });
  return {
    claim,
    letters: [
      someLetter({ sentAt: '2026-03-02T09:10:00.000Z', replyDueAt: '2026-03-12T21:00:00.000Z' }),
      someLetter({
        letterId: 'L-2',
        kind: 'request-to-bank',
        sentAt: '2026-03-02T09:40:00.000Z',
        replyDueAt: '2026-03-09T21:00:00.000Z',
        answeredAt: '2026-03-04T12:15:00.000Z',
        outcome: 'declined',
      }),
    ],
    judgement: {
      ruleSet: '2026-03',
      judgedAt: '2026-03-03T10:00:40.000Z',
      weight: 65,
      level: 'hold',
      signals: [
        {
          rule: 'same-film',
          about: 'buyer',
          weight: 80,
          sentence: {
            ru: 'То же видео прислали в другом обращении.',
            en: 'The same film was sent in another claim.',
          },
          cases: [{ trackingNumber: '39000024002674', claimId: 'CLM00002' }],
        },
        {
          rule: 'seller-confirmed',
          about: 'seller',
          weight: -15,
          sentence: {
            ru: 'За 90 дней по этому продавцу подтверждено 7 обращений.',
            en: 'In 90 days 7 claims on this seller were confirmed.',
          },
          cases: [
            { trackingNumber: '39000024004011', claimId: 'CLM00003' },
            { trackingNumber: '39000024006685', claimId: 'CLM00005' },
          ],
          sellerId: SELLER,
        },
      ],
    },
  };
}

/** What is published in Russian is Russian on the English page too. */
export const RELEASE_RU =
  'С 4 февраля по 5 марта 2026 года в Рязанской области оформили 4300 защищённых покупок. За помощью обратились 112 покупателей, 98,2 % из них получили деньги назад. Всего служба выплатила 284 600 рублей.';

const RELEASE: Omit<Release, 'period'> = {
  text: {
    ru: RELEASE_RU,
    en: 'From 4 February to 5 March 2026, 4,300 protected purchases were made in the Ryazan Region. 112 buyers asked for help, and 98.2% of them got their money back. The service paid 284,600 roubles in all.',
  },
  sources: [
    {
      shown: '4300 защищённых покупок',
      shownEn: '4,300 protected purchases',
      measure: 'sold',
      value: 4_300,
      counted: { ru: 'Проданные полисы, по дню продажи.', en: 'Policies sold, on the day of the sale.' },
    },
    {
      shown: '112 покупателей',
      shownEn: '112 buyers',
      measure: 'filed',
      value: 112,
      counted: { ru: 'Поданные обращения, по дню подачи.', en: 'Claims filed, on the day of the filing.' },
    },
    {
      shown: '98,2 %',
      shownEn: '98.2%',
      measure: 'compensatedShare',
      value: 0.982,
      counted: {
        ru: 'Доля тех, кому помогли, среди всех, по кому принято решение.',
        en: 'Those helped among all that were decided.',
      },
    },
    {
      shown: '284 600 рублей',
      shownEn: '284,600 roubles',
      measure: 'paid',
      value: 28_460_000,
      counted: { ru: 'Сумма выплат службы, по дню выплаты.', en: 'What the service paid, on the day.' },
    },
  ],
};

const PAGE = 20;
const periodOf = ({ query }: Asked) => ({ from: query.get('from') ?? '', to: query.get('to') ?? '' });

/**
 * The analyst's service: every question of the screens, answered as the contract says.
 * @param only regions in which anything happened; left out: all but one.
 */
export function reportAnswers(only?: readonly string[]): Record<string, Answer> {
  const sheets = Object.fromEntries(
    Array.from({ length: 60 }, (_, index): [string, Answer] => [
      `GET /v1/reports/claims/${someClaimFacts(index).claimId}`,
      ok(someSheet(index)),
    ]),
  );
  return {
    ...sheets,
    'GET /v1/reports/regions': (asked) => ok(regionReport(asked, only)),
    'GET /v1/reports/series': (asked) => ok(series(asked)),
    'GET /v1/reports/regions/RYA/offices': (asked) =>
      ok({
        period: periodOf(asked),
        region: 'RYA',
        offices: Array.from({ length: 8 }, (_, index) => ({
          office: String(390_000 + index * 5 + (asked.query.has('cursor') ? 1_100 : 0)),
          measures: someMeasures(index + 40, 190 - index * 17),
          previous: someMeasures(index + 90, 170 - index * 15),
        })),
        ...(!asked.query.has('cursor') && { nextCursor: 'next' }),
      }),
    'GET /v1/reports/claims': (asked) => {
      const from = Number(asked.query.get('cursor') ?? 0);
      return ok({
        claims: Array.from({ length: PAGE }, (_, index) => someClaimFacts(from + index)),
        ...(from + PAGE < 60 && { nextCursor: String(from + PAGE) }),
      });
    },
    'GET /v1/reports/release': (asked) => ok({ period: periodOf(asked), ...RELEASE }),
  };
}

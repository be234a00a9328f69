import type { ConsoleRole, Locale } from '../../functions/contracts/primitives.ts';
import type { SellerPage } from '../../functions/contracts/reports.ts';
import type { ShownJudgement, ShownSignal, SignalPage } from '../../functions/contracts/signals.ts';
import type { SignalsScreensTexts } from '../../functions/messages/catalogue/signals-screens.ts';
import { signalsScreens as english } from '../../functions/messages/catalogue/signals-screens-en.ts';
import { signalsScreens as russian } from '../../functions/messages/catalogue/signals-screens-ru.ts';
import { answersOf, CASE_PATH, PARCEL } from './case-states.ts';
import { caseIn, SPECIALIST, SUPERVISOR } from './case-views.ts';
import { type Answer, ok, refusal } from './console-desk.ts';

export const SIGNALS_TEXTS: Record<Locale, SignalsScreensTexts> = { ru: russian, en: english };
export const SELLER_ID = 'Zp3kR8wTq1Lm5nVx7bYc2A';
export const OTHER_CASE = { trackingNumber: '10100044167268', claimId: 'K4T9WQ2M7XRZ1BDNC8PV' };

const someSignal = (overrides: Partial<ShownSignal>): ShownSignal => ({
  rule: 'same-film',
  weight: 50,
  sentence: {
    ru: 'То же видео уже приложено к другому обращению.',
    en: 'The same film was sent with another claim.',
  },
  cases: [OTHER_CASE],
  about: 'buyer',
  ...overrides,
});

const caseNumbers = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    trackingNumber: `101000${String(31_400_000 + index * 1_737)}`,
    claimId: `CASE${index}`,
  }));

export const SIGNALS: readonly ShownSignal[] = [
  someSignal({}),
  someSignal({
    rule: 'filed-soon',
    weight: 10,
    sentence: {
      ru: 'Обращение подано через 12 минут после вручения, обычно проходит больше часа.',
      en: 'The claim was filed 12 minutes after the hand-over; usually it takes more than an hour.',
    },
    cases: [],
  }),
  someSignal({
    rule: 'seller-confirmed',
    weight: 35,
    sentence: {
      ru: 'За 90 дней по посылкам этого продавца подтверждено 7 обращений.',
      en: 'In 90 days 7 claims about parcels of this seller were confirmed.',
    },
    cases: caseNumbers(7),
    about: 'seller',
    sellerId: SELLER_ID,
  }),
  someSignal({
    rule: 'office-stands-out',
    weight: 15,
    sentence: {
      ru: 'В отделении 420000 обращаются по 4,1 % посылок, в других отделениях региона — по 0,9 %.',
      en: 'At office 420000 claims are filed about 4.1 % of the parcels, at other offices of the region 0.9 %.',
    },
    cases: [],
    about: 'office',
  }),
];

export const someJudgement = (overrides: Partial<ShownJudgement> = {}): ShownJudgement => ({
  claimId: 'RRWC71KVQYXDWJQDS2KT',
  ruleSet: '2026-03',
  judgedAt: '2026-03-05T11:58:20.000Z',
  weight: 110,
  level: 'hold',
  signals: [...SIGNALS],
  sellerId: SELLER_ID,
  ...overrides,
});

export const someSignalPage = (overrides: Partial<SignalPage> = {}): SignalPage => ({
  claims: [
    {
      ...someJudgement(),
      trackingNumber: PARCEL,
      region: 'TA',
      kind: 'foreign-object',
      amount: 450_000,
      filedAt: '2026-03-05T11:57:40.000Z',
    },
    {
      ...someJudgement({ claimId: 'B1', weight: 60, level: 'hold', signals: SIGNALS.slice(2, 3) }),
      trackingNumber: '10100067085099',
      region: 'RYA',
      kind: 'empty-or-incomplete',
      amount: 1_249_000,
      filedAt: '2026-03-04T08:20:00.000Z',
    },
    {
      ...someJudgement({
        claimId: 'B2',
        weight: 25,
        level: 'flag',
        signals: [SIGNALS[1], SIGNALS[3]].flatMap((each) => each ?? []),
      }),
      trackingNumber: 'EA123456785RU',
      region: 'unknown',
      kind: 'damaged',
      amount: 299_900,
      filedAt: '2026-03-01T15:02:00.000Z',
    },
  ],
  ...overrides,
});

const KINDS = ['empty-or-incomplete', 'foreign-object', 'wrong-item', 'counterfeit'] as const;
const STATUSES = ['compensated', 'in-review', 'compensated', 'refused', 'refunded-by-seller'] as const;

/** When letters went out and until when they may be answered. */
const LETTER_DAYS = [
  ['2026-02-27', '2026-03-09'],
  ['2026-02-21', '2026-03-03'],
  ['2026-02-17', '2026-02-27'],
  ['2026-02-10', '2026-02-20'],
] as const;

/** A shop that changed its name when claims began. */
export function someSeller(overrides: Partial<SellerPage> = {}): SellerPage {
  const claims: SellerPage['claims'] = Array.from({ length: 14 }, (_, index) => {
    const status = STATUSES[index % STATUSES.length] ?? 'in-review';
    const amount = 189_000 + ((index * 77_350) % 900_000);
    const day = new Date(Date.parse('2026-03-04T09:10:00.000Z') - index * 6.3 * 86_400_000);
    return {
      trackingNumber: `101000${String(31_400_000 + index * 1_737)}`,
      claimId: `CASE${index}`,
      kind: KINDS[index % KINDS.length] ?? 'other',
      status,
      amount,
      paid: status === 'compensated' ? amount : 0,
      filedAt: day.toISOString(),
      ...(status !== 'in-review' && {
        closedAt: new Date(
          Math.min(day.getTime() + 5 * 86_400_000, Date.parse('2026-03-05T10:00:00.000Z')),
        ).toISOString(),
      }),
    };
  });
  return {
    sellerId: SELLER_ID,
    aliases: [
      {
        sellerId: SELLER_ID,
        name: 'ООО «Быстрая посылка»',
        taxNumber: '7707083893',
        firstSeenAt: '2025-12-14T08:00:00.000Z',
        lastSeenAt: '2026-03-04T16:00:00.000Z',
      },
      {
        sellerId: SELLER_ID,
        name: 'Магазин «Посылка‑Экспресс»',
        taxNumber: '7707083893',
        firstSeenAt: '2025-06-02T08:00:00.000Z',
        lastSeenAt: '2025-12-13T16:00:00.000Z',
      },
      {
        sellerId: SELLER_ID,
        name: 'ИП Быстров',
        firstSeenAt: '2025-05-20T08:00:00.000Z',
        lastSeenAt: '2025-05-20T08:00:00.000Z',
      },
    ],
    totals: {
      parcels: 1_284,
      filed: 61,
      confirmed: 43,
      refused: 6,
      paid: 17_820_350,
      recovered: 3_120_000,
      lettersSent: 38,
      lettersAnswered: 5,
    },
    months: [
      ['2026-03', 41, 4, 2],
      ['2026-02', 160, 13, 9],
      ['2026-01', 172, 15, 12],
      ['2025-12', 231, 11, 9],
      ['2025-11', 140, 6, 4],
      ['2025-10', 122, 5, 3],
      ['2025-08', 118, 3, 2],
      ['2025-07', 160, 2, 1],
      ['2025-06', 140, 2, 1],
    ].map(([month, parcels, filed, confirmed]) => ({
      month: String(month),
      parcels: Number(parcels),
      filed: Number(filed),
      confirmed: Number(confirmed),
      paid: Number(confirmed) * 414_400,
    })),
    claims,
    letters: claims.slice(0, 5).map(({ trackingNumber, claimId }, index) => ({
      trackingNumber,
      letterId: `letter-${index}`,
      claimId,
      version: 2,
      region: 'TA',
      sellerIds: [SELLER_ID],
      kind: index === 2 ? ('request-to-bank' as const) : ('claim-to-seller' as const),
      ...(LETTER_DAYS[index] && {
        sentAt: `${LETTER_DAYS[index][0]}T09:00:00.000Z`,
        replyDueAt: `${LETTER_DAYS[index][1]}T21:00:00.000Z`,
      }),
      ...(index === 2 && { answeredAt: '2026-02-27T10:00:00.000Z', outcome: 'declined' as const }),
    })),
    warnings: [
      {
        rule: 'seller-confirmed-90',
        ru: 'По посылкам этого продавца за 90 дней подтверждено 23 обращения.',
        en: 'In 90 days 23 claims about parcels of this seller were confirmed.',
      },
    ],
    ...overrides,
  };
}

export interface SignalsState {
  name: string;
  role: ConsoleRole;
  place: string;
  answers: () => Promise<Record<string, Answer>>;
  /** What has to be seen before anybody looks. */
  shows: (texts: SignalsScreensTexts) => string;
}

/** The parcel's case as the service tells it, with what the rules said of its claim. */
export async function judgedCase(
  judgement: Partial<ShownJudgement> | undefined,
  reader = SPECIALIST,
): Promise<Record<string, Answer>> {
  const view = await caseIn('in-review', { reader });
  const claimId = view.claims[0]?.claimId ?? '';
  return answersOf({ ...view, judgements: judgement ? [someJudgement({ ...judgement, claimId })] : [] });
}

const LIST = 'GET /v1/signals';
const SELLER = `GET /v1/sellers/${SELLER_ID}`;
const at = `#/case/${PARCEL}`;

export const SIGNALS_STATES: readonly SignalsState[] = [
  {
    name: 'case-hold',
    role: 'specialist',
    place: at,
    answers: () => judgedCase({}),
    shows: ({ levelsWhy }) => levelsWhy.hold,
  },
  {
    name: 'case-flag',
    role: 'supervisor',
    place: at,
    answers: () => judgedCase({ level: 'flag', signals: SIGNALS.slice(1, 2) }, SUPERVISOR),
    shows: ({ levels }) => levels.flag,
  },
  {
    name: 'case-nothing',
    role: 'specialist',
    place: at,
    answers: () => judgedCase({ level: 'none', weight: 0, signals: [] }),
    shows: ({ panel }) => panel.nothing,
  },
  {
    name: 'case-unjudged',
    role: 'specialist',
    place: at,
    answers: () => judgedCase(undefined),
    shows: ({ panel }) => panel.wasNotChecked,
  },
  {
    name: 'list',
    role: 'analyst',
    place: '#/signals',
    answers: async () => ({ [LIST]: ok(someSignalPage()) }),
    shows: ({ about }) => about.seller,
  },
  {
    name: 'list-empty',
    role: 'supervisor',
    place: '#/signals',
    answers: async () => ({ [LIST]: ok({ claims: [] }) }),
    shows: ({ list }) => list.empty,
  },
  {
    name: 'list-lost',
    role: 'supervisor',
    place: '#/signals',
    answers: async () => ({ [LIST]: 'gone' }),
    shows: ({ unreachable }) => unreachable,
  },
  {
    name: 'seller',
    role: 'specialist',
    place: `#/seller/${SELLER_ID}/${PARCEL}`,
    answers: async () => ({ [SELLER]: ok(someSeller()) }),
    shows: ({ seller }) => seller.warning.title,
  },
  {
    name: 'seller-new',
    role: 'analyst',
    place: `#/seller/${SELLER_ID}`,
    answers: async () => ({
      [SELLER]: ok({
        ...someSeller(),
        totals: {
          parcels: 3,
          filed: 0,
          confirmed: 0,
          refused: 0,
          paid: 0,
          recovered: 0,
          lettersSent: 0,
          lettersAnswered: 0,
        },
        months: [],
        claims: [],
        letters: [],
        warnings: [],
      }),
    }),
    shows: ({ seller }) => seller.claims.empty,
  },
  {
    name: 'seller-unknown',
    role: 'analyst',
    place: `#/seller/${SELLER_ID}`,
    answers: async () => ({ [SELLER]: refusal(404, 'not-found', 'Not found.') }),
    shows: ({ seller }) => seller.notFoundWhy,
  },
];

export { CASE_PATH, PARCEL };

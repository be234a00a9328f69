import type { Locale } from '../../functions/contracts/primitives.ts';
import type { ReportsScreenTexts } from '../../functions/messages/catalogue/reports-screen.ts';
import { reportsScreen as english } from '../../functions/messages/catalogue/reports-screen-en.ts';
import { reportsScreen as russian } from '../../functions/messages/catalogue/reports-screen-ru.ts';
import { ok, refusal } from './console-desk.ts';
import type { ConsoleState } from './console-states.ts';
import { reportAnswers } from './report-answers.ts';

export const REPORT_TEXTS: Record<Locale, ReportsScreenTexts> = { ru: russian, en: english };

const state = (
  name: string,
  query: string,
  shows: (texts: ReportsScreenTexts) => string,
  answers: ConsoleState['answers'] = {},
): ConsoleState => ({
  name: `reports-${name}`,
  role: 'analyst',
  place: `#/reports${query}`,
  answers: { ...reportAnswers(), ...answers },
  shows: ({ texts }) => shows(texts.otherLanguage === 'English' ? russian : english),
});

const nothing = ok({
  period: { from: '2026-02-04', to: '2026-03-05' },
  regions: [],
  total: {
    measures: {
      sold: 0,
      voided: 0,
      ended: 0,
      premium: 0,
      filed: 0,
      filedByKind: {},
      filedByChannel: {},
      compensated: 0,
      refundedBySeller: 0,
      recoveredThroughBank: 0,
      refused: 0,
      withdrawn: 0,
      lapsed: 0,
      merged: 0,
      paid: 0,
      recovered: 0,
      compensatedShare: null,
      paidToPremium: null,
      timeToDecision: { count: 0, p50: null, p90: null, p99: null },
      timeToPayout: { count: 0, p50: null, p90: null, p99: null },
    },
  },
});

/** The analyst's screens, each in every state that it can be in. */
export const REPORT_STATES: readonly ConsoleState[] = [
  state('overview', '', ({ plot }) => plot.numbers),
  // The rows of all the regions are looked at above; the comparison is what is new here.
  state(
    'compared',
    '?chosen=MOW,RYA,SPE&figure=compensatedShare',
    ({ comparison }) => comparison.title,
    reportAnswers(['MOW', 'RYA', 'SPE', 'MOS', 'TA', 'SVE']),
  ),
  state('region', '?region=RYA', ({ table }) => table.totalOfRegion),
  state('claims', '?region=RYA&claims=filed', ({ claims }) => claims.more),
  state('sheet', '?region=RYA&claims=filed&claim=CLM00001', ({ sheet }) => sheet.signals),
  state('release', '?release=1&region=RYA', ({ release }) => release.sources),
  state('empty', '', ({ empty }) => empty, { 'GET /v1/reports/regions': nothing }),
  state('failed', '', ({ failed }) => failed, { 'GET /v1/reports/regions': 'gone' }),
  state('refused', '', () => 'Forbidden.', {
    'GET /v1/reports/regions': refusal(403, 'forbidden', 'Forbidden.'),
  }),
];

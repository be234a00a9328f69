import type { LetterKind } from '../../contracts/primitives.ts';
import type { ClaimMeasure } from '../../contracts/reports.ts';

type FigureName =
  | 'sold'
  | 'voided'
  | 'filed'
  | 'filedShare'
  | 'compensated'
  | 'refundedBySeller'
  | 'recoveredThroughBank'
  | 'refused'
  | 'compensatedShare'
  | 'paid'
  | 'premium'
  | 'paidToPremium'
  | 'decisionMedian'
  | 'decisionNinety'
  | 'payoutMedian';

/** The texts of the analyst's screens; they come with the first of these screens. */
export interface ReportsScreenTexts {
  title: string;
  allRegions: string;
  unknownRegion: string;
  whereYouAre: string;
  loading: string;
  failed: string;
  tryAgain: string;
  /** When the figures were read, by Moscow's clock. */
  asOf: string;
  refresh: string;
  empty: string;
  emptyWhy: string;

  period: {
    title: string;
    presets: Record<
      'today' | 'week' | 'days30' | 'month' | 'lastMonth' | 'quarter' | 'halfYear' | 'year',
      string
    >;
    from: string;
    to: string;
    apply: string;
    wrong: Record<'unfinished' | 'reversed' | 'outside' | 'tooLong', string>;
    compare: string;
    before: string;
  };

  actions: { csv: string; print: string; release: string };
  fileName: string;

  /** `short` heads a column, `long` explains it. */
  figures: Record<FigureName, { short: string; long: string }>;
  units: { money: string; share: string; hours: string };
  points: string;
  changed: string;
  unchanged: string;

  table: {
    regions: string;
    offices: string;
    region: string;
    office: string;
    total: string;
    totalOfRegion: string;
    find: string;
    shown: string;
    noneFound: string;
    choose: string;
    chosenMost: string;
    sortHint: string;
    claimsOf: string;
    officesLoading: string;
    officesOfYear: string;
    officesCut: string;
  };

  map: {
    title: string;
    figure: string;
    hint: string;
    nothing: string;
    legend: string;
    tile: string;
    readOut: string;
  };

  plot: {
    title: string;
    overTime: string;
    between: string;
    days: string;
    months: string;
    country: string;
    hint: string;
    numbers: string;
    day: string;
    month: string;
    none: string;
    /** Not all the regions have room. */
    largest: string;
    remove: string;
    open: string;
    clear: string;
    before: string;
  };

  comparison: { title: string; figure: string };

  claims: {
    titles: Record<ClaimMeasure, string>;
    ofOffice: string;
    kind: string;
    anyKind: string;
    columns: Record<
      'claim' | 'kind' | 'office' | 'amount' | 'paid' | 'filedAt' | 'closedAt' | 'status',
      string
    >;
    none: string;
    more: string;
    shown: string;
  };

  sheet: {
    title: string;
    facts: string;
    parcel: string;
    kind: string;
    channel: string;
    channels: Record<'web' | 'phone', string>;
    amount: string;
    purchaseAmount: string;
    paid: string;
    recovered: string;
    place: string;
    clerk: string;
    course: string;
    steps: Record<'sold' | 'filed' | 'approved' | 'refused' | 'closed', string>;
    /** From one step to the next. */
    after: string;
    stillOpen: string;
    seller: string;
    openSeller: string;
    openCase: string;
    letters: string;
    noLetters: string;
    letterKinds: Record<LetterKind, string>;
    letterColumns: Record<'letter' | 'sentAt' | 'replyDueAt' | 'answeredAt' | 'outcome', string>;
    outcomes: Record<'agreed' | 'declined' | 'other', string>;
    notSent: string;
    noAnswer: string;
    signals: string;
    notJudged: string;
    nothingStandsOut: string;
  };

  release: {
    title: string;
    why: string;
    where: string;
    country: string;
    languages: Record<'ru' | 'en', string>;
    copy: string;
    copied: string;
    notCopied: string;
    noRegion: string;
    sources: string;
    sourcesWhy: string;
  };

  print: { printed: string; period: string; place: string };
}

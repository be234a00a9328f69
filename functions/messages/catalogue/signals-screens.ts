import type { SignalLevel } from '../../contracts/signals.ts';
import type { PluralForms } from '../format.ts';

/** Of whom a signal speaks. */
export type SignalAbout = 'buyer' | 'seller' | 'office';

/** The texts around what the rules find: on a case, in the list of claims that stand out, on a seller's page. */
export interface SignalsScreensTexts {
  /** What the sum of a claim's signals advises, and the same in a sentence. */
  levels: Record<SignalLevel, string>;
  levelsWhy: Record<SignalLevel, string>;
  about: Record<SignalAbout, string>;
  /** Under a sentence that takes weight off. */
  forTheBuyer: string;
  otherCases: string;
  moreCases: string;
  /** Beside a case that whoever reads may not open. */
  mayNotOpen: string;
  aboutSeller: string;
  judged: string;
  unknownRegion: string;
  unreachable: string;

  panel: {
    title: string;
    advice: string;
    nothing: string;
    isBeingChecked: string;
    wasNotChecked: string;
    key: string;
  };

  list: {
    title: string;
    why: string;
    month: string;
    level: string;
    allMonths: string;
    allLevels: string;
    empty: string;
    emptyFiltered: string;
    filed: string;
    next: string;
    first: string;
    keys: Record<'down' | 'up' | 'open', string>;
  };

  seller: {
    title: string;
    notFound: string;
    notFoundWhy: string;
    taxNumber: string;
    back: Record<'case' | 'signals' | 'queue', string>;
    warning: { title: string; none: string };
    totals: Record<
      | 'parcels'
      | 'filed'
      | 'confirmed'
      | 'refused'
      | 'paid'
      | 'recovered'
      | 'lettersSent'
      | 'lettersAnswered',
      string
    >;
    totalsPeriod: string;
    /** «12 % of the parcels», «8 % of the claims». */
    shareOf: Record<'parcels' | 'filed' | 'lettersSent', string>;
    months: {
      title: string;
      table: string;
      plot: string;
      columns: Record<'month' | 'parcels' | 'filed' | 'confirmed' | 'paid', string>;
      empty: string;
    };
    claims: {
      title: string;
      columns: Record<'filed' | 'parcel' | 'kind' | 'amount' | 'paid' | 'status', string>;
      empty: string;
      shown: string;
    };
    letters: {
      title: string;
      columns: Record<'kind' | 'sent' | 'parcel' | 'answer', string>;
      empty: string;
      answered: string;
      outcomes: Record<'agreed' | 'declined' | 'other', string>;
      overdue: string;
      waiting: string;
      noReplyDue: string;
      draft: string;
    };
    aliases: {
      title: string;
      columns: Record<'name' | 'seen', string>;
    };
  };
}

export const OTHER_CASES: PluralForms = {
  ru: { one: 'обращение', few: 'обращения', many: 'обращений' },
  en: { one: 'claim', other: 'claims' },
};

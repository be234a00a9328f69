import { type Instant, toInstant, toMillis } from '../../functions/clock.ts';
import type { SaleRequest } from '../../functions/contracts/sale.ts';
import { TERMS_ON_SALE } from '../../functions/policies/terms.ts';
import type { Buyer } from './buyers.ts';
import type { Chance } from './chance.ts';
import { type ClaimStory, storiesOfKind } from './claim-stories.ts';

/** How a claim comes to its end, when nothing comes in between. */
export type Course =
  | 'compensated'
  | 'refunded-by-seller'
  | 'recovered-through-bank'
  | 'refused'
  | 'withdrawn'
  | 'lapsed';

/** A claim that will be filed, with all that people will do about it and when. */
export interface PlannedClaim {
  kind: keyof typeof storiesOfKind;
  channel: 'web' | 'phone';
  /** The loss, kopecks. */
  amount: number;
  description: string;
  filedAt: Instant;
  /** Who works on it: `anna` or `boris`. */
  specialist: string;
  course: Course;
  /** When a specialist has looked at it. */
  reviewedAt: Instant;
  /** When a second person has, where the sum takes one. */
  approvedAt: Instant;
  letter?: PlannedLetter;
  closedAt: Instant;
  leaves: LeftBehind;
}

export interface PlannedLetter {
  kind: 'claim-to-seller' | 'request-to-bank';
  /** Left out: nobody answers. */
  repliedAt?: Instant;
}

/** What a case may have in common with others: names of things, the same name for the same thing. */
export interface LeftBehind {
  film?: string;
  /** What the film shows: others that were taken of the same thing look alike. */
  scene?: string;
  documents: string[];
  account?: string;
  device?: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LAST_DAY = 29.9;

const KINDS: Record<keyof typeof storiesOfKind, number> = {
  'wrong-item': 24,
  'empty-or-incomplete': 17,
  damaged: 15,
  'foreign-object': 14,
  'poor-quality': 13,
  counterfeit: 8,
  overcharged: 4,
  'refund-withheld': 3,
  other: 2,
};
/** Of those that were decided, 99 in 100 are helped. */
const COURSES: Record<Course, number> = {
  compensated: 83,
  'refunded-by-seller': 9,
  'recovered-through-bank': 4,
  withdrawn: 3,
  refused: 0.75,
  lapsed: 0.25,
};
const DELAYS = { 'at the counter': 2, 'the same day': 36, 'some days': 40, weeks: 17, 'the last days': 5 };

/** An honest buyer's claim on what was just sold. */
export function planClaim(chance: Chance, sale: SaleRequest, buyer: Buyer, parcel: number): PlannedClaim {
  const { amount: purchase } = sale;
  const isFilmed = purchase > TERMS_ON_SALE.videoThreshold;
  const kind = chance.weighted(KINDS);
  const story = chance.one<ClaimStory>(storiesOfKind[kind]);
  const filed = toMillis(sale.soldAt) + delayOf(chance);
  const course = courseOf(chance, isFilmed);
  // A working day or two; the slowest stay within the terms' five days.
  const review = Math.min(4.7 * DAY, Math.exp(Math.log(22 * HOUR) + 0.75 * chance.normal()));
  const reviewed = filed + (course === 'withdrawn' ? chance.whole(1, 60) * HOUR : review);
  const needsSecond = purchase > TERMS_ON_SALE.approval.secondPersonAbove;
  const approved = reviewed + (needsSecond ? chance.whole(2, 30) * HOUR : 0);
  const letter = letterOf(chance, course, reviewed);
  const ended = letter?.repliedAt ? toMillis(letter.repliedAt) : (letter && reviewed + 11 * DAY) || approved;
  return {
    kind,
    channel: chance.happens(isFilmed ? 0.12 : 0.62) ? 'phone' : 'web',
    amount: chance.happens(story.isPartial ? 0.8 : 0.12) ? partOf(purchase, chance) : purchase,
    description: story.text,
    filedAt: toInstant(filed),
    specialist: chance.one(['anna', 'boris']),
    course,
    reviewedAt: toInstant(Math.floor(reviewed)),
    approvedAt: toInstant(Math.floor(approved)),
    ...(letter && { letter }),
    closedAt: toInstant(Math.floor(ended + moneyTakes(chance, course))),
    leaves: leftBehind(chance, buyer, isFilmed, parcel),
  };
}

function delayOf(chance: Chance): number {
  switch (chance.weighted(DELAYS)) {
    case 'at the counter':
      // Some open the box before they leave.
      return (6 + chance.share() * 50) * 60_000;
    case 'the same day':
      // Home, open, film, file.
      return HOUR + chance.share() * 20 * HOUR;
    case 'some days':
      return DAY + chance.share() * 5 * DAY;
    case 'weeks':
      return 6 * DAY + chance.share() * 20 * DAY;
    case 'the last days':
      return 26 * DAY + chance.share() * (LAST_DAY - 26) * DAY;
  }
}

function courseOf(chance: Chance, isFilmed: boolean): Course {
  const course = chance.weighted(COURSES);
  // Only what needs a film can lapse for want of one.
  return course === 'lapsed' && !isFilmed ? 'refused' : course;
}

function letterOf(chance: Chance, course: Course, sent: number): PlannedLetter | undefined {
  if (course === 'refunded-by-seller')
    return { kind: 'claim-to-seller', repliedAt: toInstant(sent + chance.whole(24, 220) * HOUR) };
  if (course === 'recovered-through-bank')
    return { kind: 'request-to-bank', repliedAt: toInstant(sent + chance.whole(100, 640) * HOUR) };
  return course === 'compensated' && chance.happens(0.05) ? { kind: 'claim-to-seller' } : undefined;
}

function moneyTakes(chance: Chance, course: Course): number {
  if (course === 'compensated')
    return chance.happens(0.92) ? chance.whole(1, 40) * 60_000 : chance.share() * 2 * DAY;
  return course === 'refunded-by-seller' || course === 'recovered-through-bank'
    ? chance.whole(1, 70) * HOUR
    : 0;
}

/** A part of the sum that somebody would name: whole hundreds of roubles. */
function partOf(purchase: number, chance: Chance): number {
  const part = Math.round((purchase * (0.2 + 0.6 * chance.share())) / 10_000) * 10_000;
  return Math.min(purchase, Math.max(part, 10_000));
}

function leftBehind(chance: Chance, buyer: Buyer, isFilmed: boolean, parcel: number): LeftBehind {
  // Cartons of the big shops look the same on every kitchen table.
  const scene = chance.happens(0.01) ? `carton-${chance.whole(1, 40)}` : `scene-${parcel}`;
  return {
    ...(isFilmed && { film: `film-${parcel}`, scene }),
    documents: Array.from({ length: chance.whole(0, 2) }, (_, index) => `document-${parcel}-${index}`),
    ...(chance.happens(0.35) && { account: buyer.account }),
    ...(chance.happens(0.8) && { device: buyer.device }),
  };
}

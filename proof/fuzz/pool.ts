import { createHash } from 'node:crypto';
import { CODE_OF_PHONE } from './codes.ts';
import type { Right } from './credentials.ts';
import { checkCursors, type KnownCursor, pagesAt, targetOf } from './cursors.ts';
import type { Hints } from './schema-values.ts';
import type { Told } from './story.ts';

/** A parcel that the service knows, with the ids below it. */
export interface KnownParcel {
  trackingNumber: string;
  link: string;
  claims: string[];
  uploads: string[];
  letters: string[];
  /** That went to its phone, and was not used up yet. */
  code?: string | undefined;
}

/** What is there to be asked for: without it every request would end at the first look-up. */
export interface Pool {
  parcels: KnownParcel[];
  sellers: string[];
  people: string[];
  /** Links that have opened something once: of a sale that was cancelled, and of one whose time is over. */
  linksOfVoided: string[];
  linksOfOver: string[];
  cursors: KnownCursor[];
  /** Of parcels that nobody has sold protection for. */
  freeNumbers: string[];
  now: string;
}

export type Ask = (request: {
  method: string;
  path: string;
  token?: string;
  body?: unknown;
  // biome-ignore lint/suspicious/noExplicitAny: answers of a running service
}) => Promise<any>;

const PEOPLE = ['anna', 'boris', 'vera'];
const HOUR = 3_600_000;
/** What the story sends and what it has begun to send, of one part. */
export const STORY_FILE = Uint8Array.from({ length: 100 }, (_, place) => (place * 31) % 256);
export const STORY_PART = {
  partNumber: 1,
  size: STORY_FILE.length,
  sha256: createHash('sha256').update(STORY_FILE).digest('base64'),
};

/** Looks up what the service has of these parcels, as its own users would. */
export async function fillPool(
  { links, linksOfVoided, linksOfOver }: Told,
  tokens: Readonly<Record<Right, string>>,
  given: { now: string; freeNumbers: string[]; ask: Ask },
): Promise<Pool> {
  const { ask, now, freeNumbers } = given;
  const parcels: KnownParcel[] = [];
  for (const [trackingNumber, link] of links) {
    const file = await ask({ method: 'GET', path: `/v1/cases/${trackingNumber}`, token: tokens.supervisor });
    parcels.push({
      trackingNumber,
      link,
      claims: idsOf(file.claims, 'claimId'),
      uploads: idsOf(file.evidence, 'evidenceId'),
      letters: idsOf(file.letters, 'letterId'),
    });
  }
  const cursors: KnownCursor[] = [];
  for (const page of pagesAt(now)) {
    const { nextCursor } = await ask({ method: 'GET', path: targetOf(page), token: tokens[page.reader] });
    if (nextCursor) cursors.push({ ...page, cursor: nextCursor });
  }
  checkCursors(cursors);
  const year = now.slice(0, 4);
  const counted = await ask({
    method: 'GET',
    path: `/v1/reports/claims?from=${year}-01-01&to=${year}-12-31&region=MOW&limit=50`,
    token: tokens.analyst,
  });
  const sellers = (counted.claims as { sellerIds: string[] }[]).flatMap(({ sellerIds }) => sellerIds);
  return {
    ...{ parcels, linksOfVoided, linksOfOver, cursors, freeNumbers, now },
    sellers: [...new Set(sellers)],
    people: PEOPLE,
  };
}

function idsOf(items: Record<string, string>[] | undefined, name: string): string[] {
  return (items ?? []).map((item) => String(item[name]));
}

/** What a member or parameter of this name may well be. */
export function hintsOf(pool: Pool): Hints {
  const at = (hours: number) => new Date(Date.parse(pool.now) + hours * HOUR).toISOString();
  const evidence = pool.parcels.flatMap(({ uploads }) => uploads);
  const day = (days: number) => at(24 * days).slice(0, 10);
  return {
    trackingNumber: [...pool.freeNumbers, ...pool.parcels.slice(0, 3).map((each) => each.trackingNumber)],
    amount: [100, 150_000, 250_000, 299_900, 450_000, 1_000_000],
    soldAt: [at(-1), at(-30), at(0)],
    acceptedAt: [at(-1), at(0)],
    callStartedAt: [at(-1), at(-0.1)],
    receivedAt: [at(-1), at(-48)],
    absentUntil: [at(24), at(1_000), null],
    termsVersion: ['2026-01'],
    personalData: [true],
    timeZone: ['Europe/Moscow', 'Asia/Kamchatka', 'Asia/Omsk'],
    index: ['101000', '683000'],
    phone: ['+79161234567', '+79160000003'],
    assignee: [...pool.people, null],
    code: [CODE_OF_PHONE],
    bankIdentificationCode: ['044525225'],
    account: ['40817810438000000001'],
    holder: ['Анна Иванова'],
    evidenceId: evidence,
    documents: [[], evidence.slice(0, 1)],
    enclosures: [[], evidence.slice(0, 1)],
    clause: ['4.2', '3.1'],
    text: [...pool.parcels.slice(0, 3).map((each) => each.trackingNumber), '+79160000003', '26-000001'],
    intoClaimId: pool.parcels.flatMap(({ claims }) => claims),
    fileName: ['film.mp4', 'чек.jpg'],
    contentType: ['video/mp4', 'image/jpeg', 'application/pdf'],
    size: [STORY_FILE.length, 1_000, 5_242_880, 12_000_000],
    partNumber: [1, 2],
    parts: [[STORY_PART]],
    version: [1, 2],
    from: [day(-30), day(-365), day(0)],
    to: [day(0), day(1)],
    region: ['MOW', 'RYA', 'unknown'],
    office: ['101000'],
    cursor: pool.cursors.map(({ cursor }) => cursor),
    limit: [1, 50],
    month: [pool.now.slice(0, 7)],
  };
}

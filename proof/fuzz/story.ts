import type { OperationName } from '../../functions/contracts/operations.ts';
import type { SignedPart } from '../../functions/evidence/ports.ts';
import { withCheckDigit } from '../../local/tracking-number.ts';
import { WHOLE_REFUSAL } from '../../test/claims/claims-fixture.ts';
import { saleOf } from '../../test/e2e/clerk.ts';
import type { Call } from '../world/world.ts';
import { eachAtOnce } from './at-once.ts';
import { STORY_FILE, STORY_PART } from './pool.ts';

const ANNA = { role: 'specialist', id: 'anna' } as const;
const BORIS = { role: 'specialist', id: 'boris' } as const;
const VERA = { role: 'supervisor', id: 'vera' } as const;
type Person = typeof ANNA | typeof BORIS | typeof VERA;

const EVIDENCE = { evidence: ['Видео'] };
const FILM = { fileName: 'film.mp4', contentType: 'video/mp4' };
const DOCUMENT = {
  fileName: 'чек.jpg',
  contentType: 'image/jpeg',
  purpose: 'document',
  documentKind: 'receipt',
};
/** The service goes on behind its answers: a case that changed between look and decision is looked at again. */
const MOST_LOOKS = 20;

/** Where the story happens: handlers over a world in memory, or a laptop. */
export interface StoryService {
  /** The first digits of the numbers of its parcels; 7 of them. */
  numbersBegin: string;
  now(): Promise<string>;
  call(
    name: OperationName,
    given: Call,
  ): Promise<{ status: number; text: string; body?: { [member: string]: unknown } }>;
  send(signed: SignedPart, bytes: Uint8Array<ArrayBuffer>): Promise<unknown>;
  /** Until the case rests: films are checked and money is paid behind the answers. */
  settle(trackingNumber: string): Promise<void>;
  pass(hours: number): Promise<void>;
}

/** What there is in the end. */
export interface Told {
  /** Tokens of the customers' links, by tracking number. */
  links: ReadonlyMap<string, string>;
  /** Those of them that open nothing: the sale was cancelled, or the protection is long over. */
  linksOfVoided: string[];
  linksOfOver: string[];
}

interface Parcel {
  trackingNumber: string;
  as: { link: string };
  claimId: string;
}

/** Sells, files and decides as people do, until there is a case in every state that a request may meet. */
class Story {
  readonly links = new Map<string, string>();
  readonly linksOfVoided: string[] = [];
  readonly #service: StoryService;

  constructor(service: StoryService) {
    this.#service = service;
  }

  // biome-ignore lint/suspicious/noExplicitAny: answers are held against their schemas by the oracle
  async call(name: OperationName, given: Call): Promise<any> {
    const answer = await this.#service.call(name, given);
    if (answer.status >= 300)
      throw new Error(`The story broke off: ${name} was answered ${answer.status} ${answer.text}`);
    return answer.body;
  }

  /** A parcel, and the claim on it. */
  async parcel(index: number, amount: number, kind?: string): Promise<Parcel> {
    const trackingNumber = withCheckDigit(`${this.#service.numbersBegin}${String(index).padStart(6, '0')}`);
    const { link } = await this.call('sell-protection', {
      as: 'pos',
      headers: { 'idempotency-key': `story-${trackingNumber}` },
      body: wholeSaleOf(trackingNumber, await this.#service.now(), amount, OFFICES[index % OFFICES.length]),
    });
    const token = String(link).split('#')[1] ?? '';
    this.links.set(trackingNumber, token);
    const parcel: Parcel = { trackingNumber, as: { link: token }, claimId: '' };
    if (kind === undefined) return parcel;
    const claim = await this.call('file-claim', {
      as: parcel.as,
      body: { kind, description: 'Вместо телефона кирпич', amount },
    });
    return { ...parcel, claimId: claim.claimId };
  }

  async act({ trackingNumber, claimId }: Parcel, as: Person, action: string, body: object = {}) {
    const parameters = { trackingNumber, claimId, action };
    for (let look = 1; ; look += 1) {
      const { version } = await this.call('read-case', { as, parameters: { trackingNumber } });
      const given = { as, parameters, headers: { 'if-match': `"${version}"` }, body };
      const { status, text } = await this.#service.call('act-on-claim', given);
      if (status < 300) return;
      if (look === MOST_LOOKS || !text.includes('case-changed'))
        throw new Error(`The story broke off: ${action} was answered ${status} ${text}`);
    }
  }

  async upload({ as, trackingNumber }: Parcel, body: object): Promise<void> {
    const { uploadId } = await this.call('start-upload', { as, body: { size: STORY_FILE.length, ...body } });
    const given = { as, parameters: { uploadId } };
    const { parts } = await this.call('sign-parts', { ...given, body: { parts: [STORY_PART] } });
    await this.#service.send(parts[0], STORY_FILE);
    await this.call('complete-upload', { ...given, body: {} });
    await this.#service.settle(trackingNumber);
  }

  /** At the desk; one that is sent, or only begun. */
  async caseUpload({ trackingNumber }: Parcel, as: Person, isSent: boolean): Promise<void> {
    const body = { fileName: 'ответ.pdf', contentType: 'application/pdf', size: STORY_FILE.length };
    const ofCase = { as, parameters: { trackingNumber } };
    const { uploadId } = await this.call('start-case-upload', { ...ofCase, body });
    if (!isSent) return;
    const given = { as, parameters: { trackingNumber, uploadId } };
    const { parts } = await this.call('sign-case-parts', { ...given, body: { parts: [STORY_PART] } });
    await this.#service.send(parts[0], STORY_FILE);
    await this.call('complete-case-upload', { ...given, body: {} });
  }

  async letter({ trackingNumber, claimId }: Parcel, isSent: boolean): Promise<void> {
    const parameters = { trackingNumber, claimId };
    const draft = await this.call('write-letter', {
      as: ANNA,
      parameters,
      body: { kind: 'claim-to-seller' },
    });
    if (!isSent) return;
    const ofLetter = { trackingNumber, letterId: draft.letterId };
    const body = {
      version: draft.version,
      recipient: { name: 'ООО «Ромашка»', address: '101000, Москва', email: 'office@romashka.example' },
      subject: draft.subject.replaceAll('____', 'по заявлению'),
      body: draft.body.replaceAll('____', 'по заявлению'),
      enclosures: draft.enclosures,
    };
    const changed = await this.call('change-letter', { as: ANNA, parameters: ofLetter, body });
    await this.call('dispatch-letter', {
      as: ANNA,
      parameters: ofLetter,
      body: { version: changed.version, channel: 'email' },
    });
  }
}

/** A parcel each, in the order of their numbers; none knows of another, so that they may happen at once. */
const SCENES: readonly ((story: Story, index: number) => Promise<unknown>)[] = [
  (story, index) => story.parcel(index, 250_000),
  async (story, index) => {
    const { trackingNumber, as } = await story.parcel(index, 260_000);
    await story.call('void-sale', { as: 'pos', parameters: { trackingNumber }, body: {} });
    story.linksOfVoided.push(as.link);
  },
  async (story, index) => {
    const reviewed = await story.parcel(index, 250_000, 'damaged');
    await story.call('assign-claim', {
      as: ANNA,
      parameters: { trackingNumber: reviewed.trackingNumber, claimId: reviewed.claimId },
      body: { assignee: 'anna' },
    });
    await story.upload(reviewed, DOCUMENT);
    await story.caseUpload(reviewed, ANNA, true);
    await story.caseUpload(reviewed, ANNA, false);
  },
  async (story, index) => {
    const filming = await story.parcel(index, 900_000, 'wrong-item');
    await story.call('start-upload', { as: filming.as, body: { ...FILM, size: 12_000_000 } });
    await story.call('start-upload', { as: filming.as, body: FILM });
  },
  async (story, index) => {
    const filmed = await story.parcel(index, 1_900_000, 'foreign-object');
    await story.upload(filmed, FILM);
    await story.act(filmed, ANNA, 'propose', EVIDENCE);
  },
  async (story, index) => {
    const asked = await story.parcel(index, 270_000, 'poor-quality');
    await story.act(asked, BORIS, 'ask-for-more', { question: 'Где чек?', requestedDocuments: ['receipt'] });
  },
  async (story, index) => {
    const refused = await story.parcel(index, 210_000, 'other');
    await story.act(refused, ANNA, 'refuse', { ...WHOLE_REFUSAL, ...EVIDENCE });
  },
  async (story, index) => {
    const appealed = await story.parcel(index, 220_000, 'other');
    await story.act(appealed, ANNA, 'refuse', { ...WHOLE_REFUSAL, ...EVIDENCE });
    await story.call('act-on-my-claim', {
      as: appealed.as,
      parameters: { claimId: appealed.claimId, action: 'appeal' },
      body: { reason: 'Прошу пересмотреть.' },
    });
  },
  async (story, index) => {
    const paid = await story.parcel(index, 230_000, 'empty-or-incomplete');
    await story.act(paid, BORIS, 'approve', EVIDENCE);
  },
  async (story, index) => story.letter(await story.parcel(index, 240_000, 'counterfeit'), false),
  async (story, index) => story.letter(await story.parcel(index, 245_000, 'counterfeit'), true),
  async (story, index) => {
    const joined = await story.parcel(index, 255_000, 'wrong-item');
    await story.call('file-claim', {
      as: joined.as,
      body: { kind: 'empty-or-incomplete', description: 'И нет зарядки', amount: 1_000 },
    });
  },
  async (story, index) => {
    const withdrawn = await story.parcel(index, 257_000, 'damaged');
    await story.call('act-on-my-claim', {
      as: withdrawn.as,
      parameters: { claimId: withdrawn.claimId, action: 'withdraw' },
    });
  },
];
/** What has to be over before the hour passes: sold, and cancelled. */
const BEFORE_THE_HOUR = 2;
/** Sold before all others, so long ago that not even its link opens anything. */
const LONG_OVER = 0;
export const LONG_AGO_HOURS = 400 * 24;
/** In one region, so that its offices have a second page. */
const OFFICES = ['101000', '115035'] as const;

/**
 * Tells the whole story so many times.
 * @param atOnce how many scenes happen side by side; one after the other where it matters that each run is the same.
 */
export async function tellStory(service: StoryService, { times = 1, atOnce = 1 } = {}): Promise<Told> {
  const story = new Story(service);
  const over = await story.parcel(LONG_OVER, 280_000);
  await service.pass(LONG_AGO_HOURS);
  // Whoever works at the desk is in its directory from their first look at it.
  for (const as of [ANNA, BORIS, VERA]) await story.call('count-work', { as });
  const all = Array.from({ length: times }, (_, time) =>
    SCENES.map((scene, place) => ({ place, play: () => scene(story, time * SCENES.length + place + 1) })),
  ).flat();
  const play = (isEarly: boolean) =>
    eachAtOnce(
      all.filter(({ place }) => place < BEFORE_THE_HOUR === isEarly),
      atOnce,
      (scene) => scene.play(),
    );
  await play(true);
  await service.pass(1);
  await play(false);
  await eachAtOnce([...story.links.keys()], atOnce, (trackingNumber) => service.settle(trackingNumber));
  const { links, linksOfVoided } = story;
  // Behind all others: whoever takes the first wants one that opens something.
  links.delete(over.trackingNumber);
  links.set(over.trackingNumber, over.as.link);
  return { links, linksOfVoided, linksOfOver: [over.as.link] };
}

/** With what a till may leave out. */
function wholeSaleOf(trackingNumber: string, soldAt: string, amount: number, index = '') {
  const sale = saleOf(trackingNumber, soldAt, amount);
  return {
    ...sale,
    office: { ...sale.office, index },
    customer: { ...sale.customer, email: 'anna@example.org' },
    seller: { ...sale.seller, taxNumber: '7707083893' },
  };
}

import type { CaseFile, Claim } from '../../functions/contracts/case.ts';
import type { OperationName } from '../../functions/contracts/operations.ts';
import { checkAtRest, checkLedger, checkParcel } from '../histories/invariants.ts';
import { History, type Person } from '../histories/model.ts';
import { loadStores } from '../histories/stores.ts';
import { Broken } from '../proof.ts';
import { outside } from '../world/outside.ts';
import { virtualDate } from '../world/virtual-date.ts';
import { type Answer, type Call, World } from '../world/world.ts';
import { Killed } from './deaths.ts';

export const BEGINNING = '2026-03-05T12:00:00.000Z';
export const ANNA: Person = { role: 'specialist', id: 'anna' };
export const BORIS: Person = { role: 'supervisor', id: 'boris' };
export const CLARA: Person = { role: 'specialist', id: 'clara' };
export const VERA: Person = { role: 'supervisor', id: 'vera' };

/** Longer than the reconciler's quarter of an hour and than any message of ours stays hidden but a film's check. */
const ROUND_MILLIS = 16 * 60_000;
const MOST_ROUNDS = 40;
/** More than anybody dies in one life. */
const MOST_TRIES = 6;

export interface Expected {
  /** What the call may be answered. */
  statuses: readonly number[];
  /** And what besides, when it was made before and nobody heard the answer. */
  again?: readonly number[];
}

/** One life of the service in which somebody dies: its callers call again, and everything comes to rest. */
export class Life {
  readonly history = new History(new World(BEGINNING));
  /** When callers that heard nothing come back: at once, or after everything else has come to rest. */
  readonly isLate: boolean;

  constructor({ isLate = false } = {}) {
    this.isLate = isLate;
  }

  get world(): World {
    return this.history.world;
  }

  get sold() {
    const sold = this.history.sold.at(-1);
    if (!sold) throw new Error('Nothing was sold.');
    return sold;
  }

  async file(trackingNumber = this.sold.trackingNumber): Promise<CaseFile> {
    return (await loadStores()).cases.read(trackingNumber);
  }

  async claim(place = 0): Promise<Claim> {
    const claim = (await this.file()).claims[place];
    if (!claim) throw new Broken('There is no claim.');
    return claim;
  }

  /** Calls, and calls again as long as nobody answers, as tills, pages and people do. */
  async call(name: OperationName, given: Call, { statuses, again = [] }: Expected): Promise<Answer> {
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      try {
        const answer = await this.history.call(name, given);
        const allowed = tries === 1 ? statuses : [...statuses, ...again];
        if (allowed.includes(answer.status)) return answer;
        throw new Broken(
          `${name} answered ${answer.status} ${answer.text}, expected ${allowed.join(' or ')}.`,
        );
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        this.history.tell(error.message);
        if (this.isLate) await this.comeToRest();
      }
    }
    throw new Broken(`${name} was never answered.`);
  }

  /** A job or an event that the service is asked to do again until it is done. */
  async run(...given: Parameters<World['run']>): Promise<void> {
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      try {
        await this.world.run(...given);
        this.history.tell(given[0]);
        return;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        this.history.tell(error.message);
      }
    }
    throw new Broken(`${given[0]} was never done.`);
  }

  /** Streams, queues, workflows and jobs go on, with time passing, until nothing is left to do. */
  async comeToRest(): Promise<void> {
    await this.world.settle();
    virtualDate.advance(ROUND_MILLIS);
    await this.run('end-policies');
    await this.run('reconcile-claims');
    for (let round = 0; round < MOST_ROUNDS && !this.world.isDone; round += 1) {
      await this.world.settle();
      if (this.world.isDone) break;
      virtualDate.advance(ROUND_MILLIS);
      await this.run('reconcile-claims');
    }
    // An execution that begins after its deadline waits for a second before it acts.
    virtualDate.advance(2_000);
    await this.world.settle();
    this.history.tell('all has come to rest');
  }

  /** What must hold when all has come to rest, whoever died. */
  async check(): Promise<void> {
    const { history } = this;
    for (const trackingNumber of new Set(history.sold.map((sold) => sold.trackingNumber))) {
      await checkParcel(history, trackingNumber);
      checkFilms(await this.file(trackingNumber));
    }
    await checkLedger(history);
    await checkAtRest(history);
    checkMessages();
  }
}

/** Each message went out once, whoever died between the provider and the table. */
function checkMessages(): void {
  const { messages, sends } = outside().messaging;
  if (sends !== messages.size) throw new Broken(`${messages.size} messages were sent ${sends} times.`);
}

/** What was received is stored once, was looked at, and nothing is stored that no case knows of. */
function checkFilms({ head, uploads, letters }: CaseFile): void {
  const { trackingNumber } = head;
  const stored = outside()
    .storage.objects()
    .filter((key) => key.includes(trackingNumber));
  const received = uploads.filter(
    ({ status, removedAt }) => status === 'received' && removedAt === undefined,
  );
  const missing = received.find(({ objectKey }) => !stored.includes(objectKey));
  if (missing) throw new Broken(`The film ${missing.uploadId} was received and is not stored.`);
  const unknown = stored.find((key) => !received.some(({ objectKey }) => objectKey === key));
  if (unknown) throw new Broken(`${unknown} is stored, and no case knows of it.`);
  const unseen = received.find(({ check }) => check === undefined);
  if (unseen) throw new Broken(`Nobody has looked at the film ${unseen.uploadId}.`);
  const numbers = letters.flatMap(({ outgoingNumber = [] }) => outgoingNumber);
  if (new Set(numbers).size !== numbers.length)
    throw new Broken(`Letters share a number: ${numbers.join(', ')}.`);
}

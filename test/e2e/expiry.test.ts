import { jest } from '@jest/globals';
import { makeFilm } from '../../local/walkthrough-film.ts';
import { clerkOf, type SoldParcel, saleOf } from './clerk.ts';
import { customerOf } from './customer.ts';
import { type Laptop, PATIENCE_MILLIS, startLaptop } from './laptop.ts';
import { specialistOf } from './specialist.ts';
import { until } from './until.ts';
import { worldOf } from './world.ts';

jest.setTimeout(PATIENCE_MILLIS);

let laptop: Laptop;
let clerk: ReturnType<typeof clerkOf>;
let world: ReturnType<typeof worldOf>;
let specialist: ReturnType<typeof specialistOf>;

/** Sold on the same day; what becomes of each is told below in order of time. */
let quiet: SoldParcel;
let lastMinute: SoldParcel;
let onTheTelephone: SoldParcel;
let filmed: SoldParcel;
let claimed: SoldParcel;
let endsAt: string;
const films: Record<'filmed' | 'claimed', string> = { filmed: '', claimed: '' };

beforeAll(async () => {
  const film = await makeFilm(6);
  laptop = await startLaptop();
  clerk = clerkOf(laptop);
  world = worldOf(laptop);
  specialist = specialistOf(laptop);
  [quiet, lastMinute, onTheTelephone, filmed, claimed] = await Promise.all([
    clerk.sellNew(),
    clerk.sellNew(),
    clerk.sellNew(),
    clerk.sellNew(),
    clerk.sellNew(),
  ]);
  const all = [quiet, lastMinute, onTheTelephone, filmed, claimed];
  await Promise.all(all.map(({ parcel }) => world.untilTold(parcel, /защита действует/)));
  endsAt = quiet.answer.body.endsAt;
  films.filmed = (await customerOf(laptop, filmed.link).upload(film)).uploadId;
  films.claimed = (await customerOf(laptop, claimed.link).upload(film)).uploadId;
  await customerOf(laptop, claimed.link).fileClaim('damaged', 100_000);
  await specialist.untilCase(claimed.parcel, 'the lock', ({ evidence }) => evidence[0]?.retainedUntil);
});
afterAll(() => laptop?.dispose());

const momentsFromEnd = (millis: number) => new Date(Date.parse(endsAt) + millis).toISOString();
const statusOf = async ({ parcel }: SoldParcel) => (await clerk.read(parcel)).body.status;

describe('a protection without a claim', () => {
  it('is reminded of three days before its end, once, and lasts', async () => {
    await world.advance('P28D');
    const [told] = await Promise.all(
      [quiet, lastMinute, onTheTelephone, filmed].map(({ parcel }) =>
        world.untilTold(parcel, /скоро закончится/),
      ),
    );
    expect(told?.map(({ text }) => text.includes('скоро закончится'))).toEqual([false, true]);
    await world.advance('PT3H');
    expect(await statusOf(quiet)).toBe('active');
  });

  it('can be claimed on in its last minute, and on the telephone as long as the call began in it', async () => {
    await world.setClock(momentsFromEnd(-60_000));
    const callStartedAt = await world.now();
    expect(await statusOf(lastMinute)).toBe('active');
    const filed = await customerOf(laptop, lastMinute.link).fileClaim('wrong-item', 250_000);
    expect(filed.status).toBe(201);
    await world.setClock(momentsFromEnd(60_000));
    const claim = { kind: 'wrong-item', description: 'Не то', amount: 250_000 };
    const late = await specialist.fileByPhone(onTheTelephone.parcel, claim);
    expect(late.body).toMatchObject({ status: 409, code: 'claim-too-late', endsAt });
    const inTime = await specialist.fileByPhone(onTheTelephone.parcel, { ...claim, callStartedAt });
    expect(inTime.status).toBe(201);
  });

  it('ends with its day, told once; what is filed later is refused with the end', async () => {
    expect(await statusOf(quiet)).toBe('ended');
    const late = await customerOf(laptop, quiet.link).fileClaim('wrong-item', 250_000);
    expect(late.body).toMatchObject({
      status: 409,
      code: 'claim-too-late',
      endsAt,
      timeZone: 'Europe/Moscow',
    });
    expect((await customerOf(laptop, quiet.link).policy()).body.status).toBe('ended');
    const begin = { fileName: 'a.mp4', contentType: 'video/mp4', size: 1_000 };
    expect((await customerOf(laptop, quiet.link).beginUpload(begin)).body.code).toBe('policy-not-active');
    await world.advance('P1D');
    const told = await world.untilTold(quiet.parcel, /защита закончилась/);
    expect(told).toHaveLength(3);
    // Its record says when the job wrote it down: at its first run after the end, not again at later ones.
    const { endedAt } = (await specialist.read(quiet.parcel)).body.policy;
    await world.advance('P1D');
    expect((await specialist.read(quiet.parcel)).body.policy.endedAt).toBe(endedAt);
    expect((await clerk.sell(saleOf(quiet.parcel, await world.now()))).status).toBe(201);
  });
});

describe('a protection with an open claim', () => {
  it('does not end under it, and is not told so', async () => {
    for (const { parcel } of [lastMinute, onTheTelephone, claimed]) {
      expect((await clerk.read(parcel)).body).toMatchObject({ status: 'active', openClaims: 1 });
      expect((await world.messages(parcel)).some(({ text }) => /закончилась/.test(text))).toBe(false);
    }
  });

  it('goes on to its money', async () => {
    const { body } = await specialist.read(lastMinute.parcel);
    const { claimId, status } = body.claims[0];
    expect(status).toBe('in-review');
    expect((await specialist.act(lastMinute.parcel, claimId, 'approve')).status).toBe(200);
    await specialist.untilCase(
      lastMinute.parcel,
      'money',
      ({ claims }) => claims[0].status === 'compensated',
    );
  });
});

describe('a film', () => {
  it('of a protection that nobody claimed on is removed after 30 days, and its removal is written down', async () => {
    const before = await specialist.read(filmed.parcel);
    expect(before.body.evidence[0].removedAt).toBeUndefined();
    const address = (await specialist.download(filmed.parcel, films.filmed)).body.url;
    expect((await fetch(address)).status).toBe(200);
    await world.advance('P45D');
    const { body } = await specialist.untilCase(
      filmed.parcel,
      'the removal',
      ({ evidence }) => evidence[0].removedAt,
    );
    expect(body.timeline.at(-1)).toMatchObject({ action: 'film-removed', actor: { role: 'clock' } });
    const gone = await specialist.download(filmed.parcel, films.filmed);
    expect(gone.body).toMatchObject({ status: 404, code: 'not-found' });
  });

  it('of a claim is kept', async () => {
    const taken = await specialistOf(laptop, 'vera', 'supervisor').download(claimed.parcel, films.claimed);
    expect(taken.status).toBe(200);
    const response = await until('the film comes', async () => fetch(taken.body.url));
    expect(response.status).toBe(200);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(6_000_000);
    expect((await specialist.read(claimed.parcel)).body.evidence[0].removedAt).toBeUndefined();
  });
});

import { jest } from '@jest/globals';
import { ANNA, BORIS, CUSTOMER } from '../claims/claims-fixture.ts';
import { unlawfulSteps } from '../claims/lawful-history.ts';
import { type ClaimWorld, openClaimWorld } from './claim-world.ts';

// Days of the laptop's time pass in moments of ours, on a busy machine in a few seconds.
jest.setTimeout(60_000);

const LARGE = 2_000_000;
const GROUNDS = { evidence: ['Видео распаковки'] };
const letterDue = (replyDueAt: string) => ({ letter: { kind: 'claim-to-seller', replyDueAt } as const });

let world: ClaimWorld;
afterEach(async () => {
  expect(unlawfulSteps(await world.readCase())).toEqual([]);
  await world.close();
});

/** A claim that waits for a specialist, above the limit of one person. */
async function inReview(): Promise<void> {
  world = await openClaimWorld({ amount: LARGE });
  await world.upload({ status: 'received', receivedAt: world.now() });
  await world.file();
  expect((await world.readClaim()).status).toBe('in-review');
}

async function expectFollowed(status: string): Promise<void> {
  expect((await world.readClaim()).status).toBe(status);
  expect(await world.isFollowed()).toBe(true);
}

async function expectOver(status: string, run = 1): Promise<void> {
  await world.quiet();
  expect((await world.readClaim()).status).toBe(status);
  expect(await world.outcomeOf(run)).toBe('SUCCEEDED');
}

describe('a sum above the limit of one person', () => {
  it('waits for the second person, is approved, and paid once', async () => {
    await inReview();
    await world.act('propose', ANNA, GROUNDS);
    await expectFollowed('awaiting-approval');
    await world.act('approve-proposal', BORIS);
    await expectOver('compensated');
    expect(world.provider.paid()).toEqual([expect.objectContaining({ amount: LARGE })]);
    expect(await world.statesEntered()).toContain('Wait for the second person');
  });

  it('that nobody looks at is reminded of, again and again, and never approves itself', async () => {
    await inReview();
    await world.act('propose', ANNA, GROUNDS);
    const { version } = await world.readClaim();
    await world.until(async () => (await world.readClaim()).version === version + 3);
    await expectFollowed('awaiting-approval');
    expect((await world.readClaim()).proposal).toMatchObject({ by: ANNA, amount: LARGE });
    expect(world.provider.calls).toEqual([]);
    await world.act('return-to-review', BORIS);
    await expectFollowed('in-review');
  });

  it('that the customer takes back is over', async () => {
    await inReview();
    await world.act('propose', ANNA, GROUNDS);
    await world.act('withdraw', CUSTOMER);
    await expectOver('withdrawn');
  });
});

describe('a letter', () => {
  it('is waited for until its last day, and then the claim goes on by itself', async () => {
    await inReview();
    const replyDueAt = '2026-03-20T21:00:00.000Z';
    await world.act('send-letter', ANNA, letterDue(replyDueAt));
    await expectFollowed('awaiting-reply');
    await world.until(async () => (await world.readClaim()).status !== 'awaiting-reply');
    expect(world.now()).toBe(replyDueAt);
    await expectFollowed('in-review');
    expect((await world.readClaim()).suggestedStep).toBe('decide');
  });

  it('that has to be answered sooner than the one before moves the wait forward', async () => {
    await inReview();
    await world.act('send-letter', ANNA, letterDue('2026-03-20T21:00:00.000Z'));
    const sooner = '2026-03-09T21:00:00.000Z';
    await world.act('send-letter', ANNA, letterDue(sooner));
    expect((await world.readClaim()).deadline).toBe(sooner);
    await world.until(async () => (await world.readClaim()).status !== 'awaiting-reply');
    expect(world.now()).toBe(sooner);
    await expectFollowed('in-review');
  });

  it('that is given up on by a person brings the claim back at once; refunds end it', async () => {
    await inReview();
    await world.act('send-letter', ANNA, letterDue('2026-03-20T21:00:00.000Z'));
    await world.act('seller-refunded', ANNA, { amount: 500_000 });
    await expectFollowed('awaiting-reply');
    await world.act('go-on-without-reply', ANNA);
    await expectFollowed('in-review');
    await world.act('bank-recovered', ANNA, { amount: LARGE - 500_000 });
    await expectOver('recovered-through-bank');
    expect(world.provider.calls).toEqual([]);
  });
});

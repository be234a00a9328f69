import { jest } from '@jest/globals';
import { claimStatus } from '../../functions/contracts/case.ts';
import { fillDesk } from '../../local/demo/fill-desk.ts';
import { watchedSeller } from '../../local/demo/signal-story.ts';
import { clerkOf } from './clerk.ts';
import { type Laptop, startLaptop } from './laptop.ts';
import { specialistOf } from './specialist.ts';
import { until } from './until.ts';

jest.setTimeout(300_000);

let laptop: Laptop;
beforeAll(async () => {
  laptop = await startLaptop();
});
afterAll(() => laptop.dispose());

it('npm start -- --demo fills the desk with every state that stays, and only once', async () => {
  const told: string[] = [];
  await fillDesk(laptop.origin, (line) => told.push(line));
  const parcels = [...new Set(told.flatMap((line) => /\b\d{14}\b/.exec(line) ?? []))];
  const vera = specialistOf(laptop, 'vera', 'supervisor');
  const cases = await Promise.all(parcels.map(async (parcel) => (await vera.read(parcel)).body));
  const reached = new Set(
    cases.flatMap(({ claims }) => claims.map(({ status }: { status: string }) => status)),
  );
  // An approved claim goes on to its payout at once.
  expect(claimStatus.options.filter((status) => status !== 'approved' && !reached.has(status))).toEqual([]);

  const urgent = cases.flatMap(({ claims }) => claims).filter(({ urgentUntil }) => urgentUntil !== undefined);
  expect(urgent).toMatchObject([
    { suggestedStep: 'recall-of-money-order', moneyInPost: { state: 'accepted' } },
  ]);
  const { body: queue } = await vera.queue('specialist');
  // By the hours of its money, not by its deadline: who is due before it, if anybody, hangs on the hour of the day.
  const place = queue.cases.findIndex(({ claimId }: { claimId: string }) => claimId === urgent[0].claimId);
  expect(queue.cases[place].dueAt).toBe(urgent[0].urgentUntil);
  for (const { dueAt } of queue.cases.slice(0, place)) expect(dueAt < urgent[0].urgentUntil).toBe(true);
  const { body: nobodys } = await vera.queue('unassigned');
  expect(nobodys.cases.length).toBeGreaterThan(2);

  const { taxNumber } = watchedSeller;
  const next = {
    trackingNumber: '39000024000019',
    amount: 250_000,
    seller: { name: 'ИП Громов', taxNumber },
  };
  // The seller's past follows the claims by the streams.
  const warning = await until('the next clerk is warned', async () => {
    const { body } = await clerkOf(laptop).quote(next);
    return body.warnings?.[0];
  });
  expect(warning).toMatchObject({
    rule: 'large-share',
    ru: expect.stringMatching(/подтверждено 4\sобращения/),
  });

  const again: string[] = [];
  await fillDesk(laptop.origin, (line) => again.push(line));
  expect(again).toEqual(['demo: the desk was filled before and stays as it is']);
});

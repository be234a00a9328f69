import fc from 'fast-check';
import { type PayoutPorts, payClaim } from '../../functions/payouts/pay-claim.ts';
import { BORIS, done } from '../claims/claims-fixture.ts';
import { unlawfulSteps } from '../claims/lawful-history.ts';
import { inTurnOf } from '../twins/in-turn.ts';
import { APPROVED, type ApprovedClaim, openApprovedClaim, PHONE, payUntilDone } from './payout-fixture.ts';
import { type Behaviour, blindResends } from './scripted-provider.ts';

class Killed extends Error {}

/**
 * The ports of processes of which one dies at the k-th moment of all: each call has two, before its effect and
 * after it. Whoever comes after it lives.
 */
function dyingAt(ports: PayoutPorts, moment: number): PayoutPorts {
  let passed = 0;
  const pass = () => {
    passed += 1;
    if (passed === moment) throw new Killed(`at moment ${moment}`);
  };
  const watched = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name, receiver) {
        const method = Reflect.get(target, name, receiver);
        if (typeof method !== 'function') return method;
        return async (...input: unknown[]) => {
          pass();
          const output = await method.apply(target, input);
          pass();
          return output;
        };
      },
    });
  return {
    policies: watched(ports.policies),
    cases: watched(ports.cases),
    provider: watched(ports.provider),
  };
}

const behaviours: Record<string, () => Behaviour> = {
  'that does what it is asked': () => ({}),
  'whose first answers get lost': () => ({ answersToLose: 2 }),
  'whose first orders get lost': () => ({ ordersToLose: 2 }),
  'that takes its time': () => ({ pendingLookUps: 3 }),
  'that takes its time and loses answers': () => ({ pendingLookUps: 2, answersToLose: 1 }),
  'that turns the first order down': () => ({ rejection: 'unknown-recipient' }),
  'that names a wrong sum at first': () => ({ lie: (answer) => ({ ...answer, amount: answer.amount + 1 }) }),
  'that names a wrong reference at first': () => ({ lie: (answer) => ({ ...answer, reference: 'other' }) }),
};

/** Goes on until the claim is over: the workflow calls again, and a person tries again what came before them. */
async function settle(claim: ApprovedClaim): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    await payUntilDone(claim.pay);
    const { status } = await claim.readClaim();
    if (status === 'compensated') return;
    expect(status).toBe('needs-attention');
    claim.provider.behaviour.lie = undefined;
    claim.provider.behaviour.rejection = undefined;
    done(await claim.act('retry-payout', { ...BORIS, id: `boris-${round}` }));
  }
  throw new Error('It is never over.');
}

/** Paid equals approved, to the kopeck, exactly once, and nobody stands in doubt. */
async function expectPaidOnce(claim: ApprovedClaim): Promise<void> {
  expect(claim.provider.paid()).toEqual([{ reference: expect.any(String), amount: APPROVED, phone: PHONE }]);
  const file = await claim.readCase();
  expect(file.payouts.filter(({ status }) => status === 'settled').map(({ amount }) => amount)).toEqual([
    APPROVED,
  ]);
  expect(file.payouts.filter(({ status }) => status === 'intended')).toEqual([]);
  expect(unlawfulSteps(file)).toEqual([]);
  expect(await claim.readPolicy()).toMatchObject({ openClaims: 0, status: 'active' });
}

describe.each(Object.entries(behaviours))('with a provider %s', (_, behaviour) => {
  it('the money is paid once, at whatever moment a process dies, and nothing is sent blindly', async () => {
    let deaths = 0;
    for (let hasDied = true; hasDied; ) {
      const claim = await openApprovedClaim(behaviour());
      hasDied = false;
      const ports = dyingAt(claim.ports, deaths + 1);
      await payUntilDone(
        () => payClaim(claim.input, ports),
        (error) => {
          hasDied ||= error instanceof Killed;
          return error instanceof Killed;
        },
      );
      await settle(claim);
      await expectPaidOnce(claim);
      expect(blindResends(claim.provider.calls)).toEqual([]);
      deaths += hasDied ? 1 : 0;
    }
    // At the least: read, intend, announce, find the policy, send, read, find the policy, write the outcome.
    expect(deaths).toBeGreaterThanOrEqual(14);
  });

  it('the money is paid once, however many die one after the other, and whatever several do at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 17 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        fc.scheduler(),
        async (deaths, atOnce, scheduler) => {
          const claim = await openApprovedClaim(behaviour());
          for (const moment of deaths)
            await payClaim(claim.input, dyingAt(claim.ports, moment)).catch(() => {});
          const { cases, provider } = claim.ports;
          const turn = inTurnOf(scheduler);
          const inTurn = {
            ...claim.ports,
            cases: { ...cases, read: turn(cases.read), commit: turn(cases.commit) },
            provider: { submit: turn(provider.submit), find: turn(provider.find) },
          };
          const callers = Promise.all(
            Array.from({ length: atOnce }, () => payClaim(claim.input, inTurn).catch(() => {})),
          );
          await scheduler.waitFor(callers);
          await settle(claim);
          await expectPaidOnce(claim);
          // At once, two may both have heard that it is unknown: then the reference makes it one payment.
          if (atOnce === 1) expect(blindResends(claim.provider.calls)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});

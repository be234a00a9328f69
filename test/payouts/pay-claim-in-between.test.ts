import type { CaseChange } from '../../functions/claims/ports.ts';
import type { CaseFile, Claim, Payout } from '../../functions/contracts/case.ts';
import { lookAgainAtPayout, payClaim } from '../../functions/payouts/pay-claim.ts';
import { PayoutInDoubt, type PayoutOrder } from '../../functions/payouts/ports.ts';
import { ANNA, BORIS, done } from '../claims/claims-fixture.ts';
import { APPROVED, type ApprovedClaim, openApprovedClaim, PAID_AT } from './payout-fixture.ts';
import type { Behaviour } from './scripted-provider.ts';

const CLOCK = { role: 'clock' } as const;
const lastAction = ({ timeline }: Pick<CaseChange, 'timeline'>) => timeline.at(-1)?.action;

/** The case store, where somebody else comes in once, just before the change with that action is written. */
function cutInBefore(claim: ApprovedClaim, action: string, cutIn: () => Promise<unknown>) {
  let isOver = false;
  return {
    ...claim.cases,
    commit: async (change: CaseChange) => {
      if (!isOver && lastAction(change) === action) {
        isOver = true;
        await cutIn();
      }
      return claim.cases.commit(change);
    },
  };
}

async function writePayouts(claim: ApprovedClaim, change: (payouts: Payout[], file: CaseFile) => Payout[]) {
  const file = await claim.readCase();
  const { trackingNumber } = claim.input;
  const payouts = change(file.payouts, file);
  await claim.cases.commit({ trackingNumber, expectedVersion: file.head.version, payouts, timeline: [] });
}

async function writeClaim(claim: ApprovedClaim, overrides: Partial<Claim>) {
  const { head } = await claim.readCase();
  const claims = [{ ...(await claim.readClaim()), ...overrides }];
  const { trackingNumber } = claim.input;
  await claim.cases.commit({ trackingNumber, expectedVersion: head.version, claims, timeline: [] });
}

const submits = (claim: ApprovedClaim) => claim.provider.calls.filter(({ call }) => call === 'submit').length;
const countOf = async (claim: ApprovedClaim, action: string) =>
  (await claim.actions()).filter((each) => each === action).length;

/** An order that was turned down and is carried out after all, and the next intent, which is to be sent. */
async function openRevoked(amount = APPROVED) {
  const claim = await openApprovedClaim({
    lie: (answer) => ({ ...answer, status: 'rejected', rejection: 'closed' }),
  });
  await claim.pay();
  claim.provider.behaviour.lie = undefined;
  done(await claim.act('return-to-review', BORIS));
  done(await claim.act('approve', ANNA, { amount }));
  claim.provider.behaviour.isDown = true;
  await expect(claim.pay()).rejects.toThrow(PayoutInDoubt);
  claim.provider.behaviour.isDown = false;
  return claim;
}

describe('when somebody takes the claim away just before the order is sent', () => {
  it('it is looked at anew, and nothing is sent', async () => {
    const claim = await openApprovedClaim();
    const cases = cutInBefore(claim, 'submit-payout', () => claim.act('escalate', CLOCK));
    await payClaim(claim.input, { ...claim.ports, cases });
    expect([submits(claim), (await claim.readClaim()).status]).toEqual([0, 'needs-attention']);
    expect((await claim.readCase()).payouts[0]).not.toHaveProperty('submittedAt');
  });
});

describe('two at once', () => {
  it('settle a payout once', async () => {
    const claim = await openApprovedClaim({ answersToLose: 1 });
    await expect(claim.pay()).rejects.toThrow(PayoutInDoubt);
    await Promise.all([claim.pay(), claim.pay(), claim.pay()]);
    expect(await claim.actions()).toEqual(['file', 'approve', 'start-payout', 'submit-payout', 'settle']);
  });

  it('keep a rejection once', async () => {
    const claim = await openApprovedClaim({ answersToLose: 1, rejection: 'closed' });
    await expect(claim.pay()).rejects.toThrow(PayoutInDoubt);
    await Promise.all([claim.pay(), claim.pay(), claim.pay()]);
    expect(await claim.actions()).toEqual(['file', 'approve', 'start-payout', 'submit-payout', 'flag']);
    const [payout] = (await claim.readCase()).payouts;
    expect(payout).toMatchObject({ status: 'rejected', rejection: 'closed' });
    expect(payout).not.toHaveProperty('settledAt');
  });
});

describe('an order that is carried out after all', () => {
  it('takes the place of the next one once, though two found it out', async () => {
    const claim = await openRevoked();
    const cases = cutInBefore(claim, 'payout-revived', claim.pay);
    await payClaim(claim.input, { ...claim.ports, cases });
    expect(await countOf(claim, 'payout-revived')).toBe(1);
    expect((await claim.readCase()).payouts.map(({ status }) => status)).toEqual(['settled', 'rejected']);
    expect(claim.provider.paid()).toHaveLength(1);
  });

  it('does not take the place of one that was sent in between: that may be money, too', async () => {
    const claim = await openRevoked();
    const cases = cutInBefore(claim, 'payout-revived', () =>
      writePayouts(claim, (payouts) =>
        payouts.flatMap((each) => (each.status === 'intended' ? { ...each, submittedAt: PAID_AT } : [])),
      ),
    );
    await payClaim(claim.input, { ...claim.ports, cases });
    expect(await countOf(claim, 'payout-revived')).toBe(0);
    expect((await claim.readCase()).payouts.map(({ status }) => status)).toEqual(['rejected', 'settled']);
  });

  it('takes the place of the one after, where the next one was turned down in between', async () => {
    const claim = await openRevoked();
    const cases = cutInBefore(claim, 'payout-revived', () =>
      writePayouts(claim, (payouts) =>
        payouts.flatMap((each) => (each.status === 'intended' ? { ...each, status: 'rejected' } : [])),
      ),
    );
    await payClaim(claim.input, { ...claim.ports, cases });
    expect(
      (await claim.readCase()).payouts.map(({ reference, status }) => [reference.slice(-2), status]),
    ).toEqual([
      ['-1', 'settled'],
      ['-2', 'rejected'],
      ['-3', 'rejected'],
    ]);
  });

  it('of another sum is told while a person looks, and the next one is dropped', async () => {
    const claim = await openRevoked(99);
    done(await claim.act('escalate', CLOCK));
    await lookAgainAtPayout(claim.input, claim.ports);
    expect((await claim.actions()).at(-1)).toBe('payout-differs');
    expect((await claim.readCase()).payouts.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await claim.readClaim()).status).toBe('needs-attention');
  });
});

describe('a case that somebody else always writes first', () => {
  const open: Record<string, () => Promise<ApprovedClaim>> = {
    'start-payout': () => openApprovedClaim(),
    settle: () => openApprovedClaim(),
    'payout-revived': () => openRevoked(),
  };

  it.each(Object.keys(open))('at %s is a fault, which is tried again', async (action) => {
    const claim = await (open[action] as () => Promise<ApprovedClaim>)();
    const commit = async (change: CaseChange) =>
      lastAction(change) === action ? ('conflict' as const) : claim.cases.commit(change);
    const ports = { ...claim.ports, cases: { ...claim.cases, commit } };
    await expect(payClaim(claim.input, ports)).rejects.toThrow('changes too often');
    await claim.pay();
    expect(claim.provider.paid()).toHaveLength(1);
  });
});

describe('what is told of a payout', () => {
  it('is its reference and sum, by the service', async () => {
    const claim = await openApprovedClaim({ rejection: 'closed' });
    await claim.pay();
    claim.provider.behaviour.rejection = undefined;
    done(await claim.act('retry-payout', BORIS));
    await claim.pay();
    const { timeline } = await claim.readCase();
    const notes = timeline.filter(({ action }) => ['submit-payout', 'intend-payout'].includes(action));
    const told = (ordinal: number) => ({ reference: `${claim.claimId}-${ordinal}`, amount: APPROVED });
    expect(notes).toMatchObject([
      { action: 'submit-payout', actor: { role: 'system' }, facts: told(1) },
      { action: 'intend-payout', actor: { role: 'system' }, facts: told(2) },
      { action: 'submit-payout', actor: { role: 'system' }, facts: told(2) },
    ]);
    expect(timeline.at(-1)).toMatchObject({ action: 'settle', actor: { role: 'system' } });
  });

  it('while a person looks is what the provider said late, and nothing when it says what cannot be right', async () => {
    const late = async (behaviour: Behaviour) => {
      const claim = await openApprovedClaim({ answersToLose: 1, ...behaviour });
      await expect(claim.pay()).rejects.toThrow(PayoutInDoubt);
      done(await claim.act('escalate', CLOCK));
      await lookAgainAtPayout(claim.input, claim.ports);
      return (await claim.actions()).at(-1);
    };
    expect(await late({ rejection: 'closed' })).toBe('payout-rejected');
    expect(await late({ lie: (answer) => ({ ...answer, amount: 1 }) })).toBe('escalate');
  });

  it('to the provider is in roubles', async () => {
    const claim = await openApprovedClaim();
    const orders: PayoutOrder[] = [];
    const submit = (order: PayoutOrder) => {
      orders.push(order);
      return claim.provider.submit(order);
    };
    await payClaim(claim.input, { ...claim.ports, provider: { ...claim.provider, submit } });
    expect(orders).toMatchObject([{ currency: 'RUB', amount: APPROVED }]);
  });

  it('that is under way is told to the workflow by the name that it waits for', async () => {
    const claim = await openApprovedClaim({ pendingLookUps: 1 });
    await expect(claim.pay()).rejects.toMatchObject({
      name: 'PayoutPending',
      message: `Payout ${claim.claimId}-1 is under way.`,
    });
  });
});

describe('what should not be is not paid', () => {
  it('an intent of a claim that is not being paid', async () => {
    const claim = await openApprovedClaim({ isDown: true });
    await expect(claim.pay()).rejects.toThrow(PayoutInDoubt);
    claim.provider.behaviour.isDown = false;
    await writeClaim(claim, { status: 'in-review' });
    const before = await claim.readCase();
    await claim.pay();
    expect([claim.provider.calls, await claim.readCase()]).toEqual([[], before]);
  });

  it('a claim that is paid again after its payee became another than the one approved', async () => {
    const claim = await openApprovedClaim({ rejection: 'closed' });
    await claim.pay();
    claim.provider.behaviour.rejection = undefined;
    done(await claim.act('retry-payout', BORIS));
    const { decision } = await claim.readClaim();
    if (!decision) throw new Error('It is approved.');
    await writeClaim(claim, { decision: { ...decision, binding: 'of another payee' } });
    await claim.pay();
    expect(await claim.readClaim()).toMatchObject({
      status: 'needs-attention',
      attention: 'approval-outdated',
    });
    expect([submits(claim), (await claim.readCase()).payouts.length]).toEqual([1, 1]);
  });

  it('a claim of a policy that is nowhere', async () => {
    const claim = await openApprovedClaim();
    const policies = { ...claim.policies, findAll: async () => [] };
    await expect(payClaim(claim.input, { ...claim.ports, policies })).rejects.toThrow('has no policy');
    expect(submits(claim)).toBe(0);
  });
});

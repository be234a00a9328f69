import type { Claim } from '../../functions/contracts/case.ts';
import { tracesOf } from '../../functions/signals/traces-of-claim.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { NOW, openDesk, PAYEE, SHA } from './judging-desk.ts';

const PHONE = '+79990000000';
const DEVICE = '0123456789abcdef0123456789abcdef';
const checked = (sha256: string) => ({ checkedAt: NOW, sha256, size: 1, findings: [] });

describe('what a claim leaves behind', () => {
  const hasher = { hashOf: (kind: string, text: string) => `${kind}=${text}` };
  const policy = somePolicy();
  const uploads = [
    someUpload({ check: checked(SHA) }),
    someUpload({ uploadId: 'the-same-again', check: checked(SHA) }),
    someUpload({ uploadId: 'receipt', purpose: 'document', check: checked('cd') }),
    someUpload({ uploadId: 'unchecked' }),
    someUpload({ uploadId: 'of-other', policyId: 'policy-2', check: checked('ef') }),
  ];
  const of = (personal: Partial<Claim['personal']>, films = uploads) => {
    const claim = someClaim({ personal: { description: 'Кирпич', answers: [], ...personal } });
    const file = { claims: [claim], uploads: films, payouts: [], letters: [], timeline: [], judgements: [] };
    const head = { trackingNumber: claim.trackingNumber, version: 1, timelineLength: 0, timelineHash: '' };
    return tracesOf({ file: { ...file, head }, claim, policy }, hasher);
  };
  const left = {
    ...{ trackingNumber: '10100012123456', claimId: 'claim-1', policyId: 'policy-1' },
    at: '2026-03-05T10:00:00.000Z',
  };
  const trace = (kind: string, text: string) => ({ ...left, kind, hash: `${kind}=${text}` });

  it('is each file that was checked, the account, the phone and the browser, each once', () => {
    expect(of({ payee: PAYEE, device: DEVICE })).toEqual([
      trace('film', SHA),
      trace('document', 'cd'),
      trace('payee', `${PAYEE.bankIdentificationCode}:${PAYEE.account}`),
      trace('phone', '+79991234567'),
      trace('device', DEVICE),
    ]);
  });

  it('is the phone alone where nothing else is known', () => {
    expect(of({}, [])).toEqual([trace('phone', '+79991234567')]);
  });
});

describe('a claim is judged', () => {
  it('by the policy that it is made on, where the parcel was sold more than once', async () => {
    const desk = openDesk();
    const claim = await desk.file(1);
    const [own] = await desk.ports.policies.findAll(claim.trackingNumber);
    const newer = somePolicy({ trackingNumber: claim.trackingNumber, policyId: 'newer', clerkId: 'clerk-9' });
    const policies = { ...desk.ports.policies, findAll: async () => [newer, own as typeof newer] };
    await desk.judge(claim, { policies });
    const judgement = await desk.judgements.find(claim.trackingNumber, claim.claimId);
    expect(judgement?.facts).toMatchObject({ policyId: 'policy-1', clerkId: 'clerk-17' });
    const without = { ...desk.ports.policies, findAll: async () => [newer] };
    expect(await desk.judge(claim, { policies: without })).toEqual({ outcome: 'unknown' });
  });
});

describe('others are judged again', () => {
  it('all that share something with a new claim, each once', async () => {
    const desk = openDesk();
    const first = await desk.file(1, { device: DEVICE }, { phone: PHONE });
    const second = await desk.file(2, { device: DEVICE }, { phone: PHONE });
    await desk.judge(first);
    await desk.judge(second);
    await desk.workOff();
    const third = await desk.file(3, { device: DEVICE }, { phone: PHONE });
    expect(await desk.judge(third)).toMatchObject({ outcome: 'judged', others: 2 });
    expect(desk.queued).toEqual(expect.arrayContaining([first, second]));
    expect(desk.queued).toHaveLength(2);
  });

  it('when a second thing turns out to be in common', async () => {
    const desk = openDesk();
    const first = await desk.file(1, { payee: PAYEE }, { phone: PHONE });
    const second = await desk.file(2, {}, { phone: PHONE });
    await desk.judge(first);
    await desk.judge(second);
    await desk.workOff();
    const file = await desk.cases.read(second.trackingNumber);
    const [claim] = file.claims as [Claim];
    await desk.cases.commit({
      ...{ trackingNumber: second.trackingNumber, expectedVersion: file.head.version, timeline: [] },
      claims: [{ ...claim, version: 2, personal: { ...claim.personal, payee: PAYEE } }],
    });
    expect(await desk.judge(second)).toMatchObject({ others: 1 });
    expect(desk.queued).toEqual([first]);
    expect(await desk.workOff()).toBe(1);
  });

  it('not where they have seen it already, whatever else it shares with others', async () => {
    const desk = openDesk();
    const first = await desk.file(1, {}, { phone: PHONE });
    const second = await desk.file(2, { device: DEVICE });
    const neighbour = await desk.file(4, {}, { phone: PHONE });
    await desk.judge(neighbour);
    await desk.judge(second);
    const third = await desk.file(3, { device: DEVICE }, { phone: PHONE });
    // It left its traces and came no further.
    const queue = { enqueue: () => Promise.reject(new Error('killed')) };
    await expect(desk.judge(third, { queue })).rejects.toThrow('killed');
    await desk.judge(first);
    await desk.workOff();
    expect(await desk.judge(third)).toMatchObject({ others: 1 });
    expect(desk.queued).toEqual([second]);
  });

  it('by the judgement that this claim had, not by another one of the same parcel', async () => {
    const desk = openDesk();
    const first = await desk.file(1, {}, { phone: PHONE });
    const second = await desk.file(2, {}, { phone: PHONE });
    const file = await desk.cases.read(second.trackingNumber);
    const twin = { ...(file.claims[0] as Claim), claimId: 'claim-2b' };
    await desk.cases.commit({
      ...{ trackingNumber: second.trackingNumber, expectedVersion: file.head.version, timeline: [] },
      claims: [twin],
    });
    await desk.judge(first);
    await desk.judge(second);
    await desk.workOff();
    // What its twin shares with the first claim is no news of the twin, but it is of this one.
    expect(await desk.judge({ ...second, claimId: 'claim-2b' })).toMatchObject({ others: 1 });
    expect(desk.queued).toEqual([first]);
  });

  it('not where they see twenty newer ones, so that what many share calls for no more than it is worth', async () => {
    const desk = openDesk();
    const claims = [];
    for (let n = 1; n <= 45; n += 1) {
      const filedAt = `2026-03-05T10:${String(n).padStart(2, '0')}:00.000Z`;
      const claim = await desk.file(n, {}, { phone: PHONE, filedAt });
      claims.push(claim);
      expect(await desk.judge(claim)).toMatchObject({ others: Math.min(n - 1, 20) });
      await desk.workOff(20);
    }
    // The first ones saw others when they were judged last, and are seen by none of those that they see now.
    for (const claim of claims) expect(await desk.judge(claim)).toMatchObject({ others: 0 });
    const [first] = claims as [(typeof claims)[0]];
    const judgement = await desk.judgements.find(first.trackingNumber, first.claimId);
    expect(judgement?.facts.seenIn.phone?.map(({ claimId }) => claimId)).toContain('claim-45');
  });

  it('at most twenty by one judgement', async () => {
    const desk = openDesk();
    for (let n = 1; n <= 15; n += 1) await desk.judge(await desk.file(n, {}, { phone: PHONE }));
    for (let n = 21; n <= 35; n += 1) await desk.judge(await desk.file(n, { device: DEVICE }));
    desk.queued.length = 0;
    const last = await desk.file(41, { device: DEVICE }, { phone: PHONE });
    expect(await desk.judge(last)).toMatchObject({ others: 20 });
    expect(desk.queued).toHaveLength(20);
  });
});

import { caseViewOf } from '../../functions/claims/case-view.ts';
import { allowedActions } from '../../functions/claims/claim-rules.ts';
import { customerClaimOf } from '../../functions/claims/customer-view.ts';
import { mostToApprove } from '../../functions/claims/money-rules.ts';
import type { Claim } from '../../functions/contracts/case.ts';
import type { ClaimJudgement } from '../../functions/contracts/signals.ts';
import { CURRENT_RULE_SET } from '../../functions/signals/rule-sets.ts';
import { NOW, openDesk, PAYEE, SHA } from './judging-desk.ts';

const rulesOf = (judgement: ClaimJudgement | undefined) => judgement?.signals.map(({ rule }) => rule);

describe('judging a claim', () => {
  it('finds the other case with the same film, and has that one judged again once', async () => {
    const desk = openDesk();
    const first = await desk.file(1, {}, { sha256: SHA });
    const second = await desk.file(2, {}, { sha256: SHA });
    await desk.judge(first);
    expect(desk.queued).toEqual([]);
    expect(await desk.judge(second)).toEqual({ outcome: 'judged', level: 'hold', others: 1 });
    expect(desk.queued).toEqual([first]);
    expect(await desk.workOff()).toBe(1);
    for (const [own, other] of [
      [first, second],
      [second, first],
    ] as const) {
      const judgement = await desk.judgements.find(own.trackingNumber, own.claimId);
      expect(rulesOf(judgement)).toEqual(['same-film']);
      expect(judgement?.signals[0]?.cases).toEqual([other]);
      expect(judgement?.ruleSet).toBe(CURRENT_RULE_SET.version);
    }
  });

  it('finds an account that others named, by which no phone is shared', async () => {
    const desk = openDesk();
    for (const n of [1, 2, 3]) await desk.judge(await desk.file(n, { payee: PAYEE }));
    await desk.workOff();
    const judgement = await desk.judgements.find('10100012120001', 'claim-1');
    expect(rulesOf(judgement)).toEqual(['payee-of-several']);
    const stored = JSON.stringify(judgement);
    expect(stored).not.toContain(PAYEE.account);
    expect(stored).not.toContain('+7999');
  });

  it('does not take claims of the same policy for others', async () => {
    const desk = openDesk();
    const claim = await desk.file(1, { payee: PAYEE, device: '0123456789abcdef0123456789abcdef' });
    const file = await desk.cases.read(claim.trackingNumber);
    const again = { ...(file.claims[0] as Claim), claimId: 'claim-1b' };
    await desk.cases.commit({
      ...{ trackingNumber: claim.trackingNumber, expectedVersion: file.head.version, timeline: [] },
      claims: [again],
    });
    await desk.judge(claim);
    await desk.judge({ ...claim, claimId: 'claim-1b' });
    expect((await desk.judgements.find(claim.trackingNumber, 'claim-1b'))?.facts.seenIn).toEqual({});
  });

  it('is of the claim that was asked for, where the parcel has several', async () => {
    const desk = openDesk();
    const { trackingNumber } = await desk.file(1);
    const file = await desk.cases.read(trackingNumber);
    const second = { ...(file.claims[0] as Claim), claimId: 'claim-1b', amount: 100_000 };
    await desk.cases.commit({
      ...{ trackingNumber, expectedVersion: file.head.version, timeline: [] },
      claims: [second],
    });
    expect(await desk.judge({ trackingNumber, claimId: 'claim-1b' })).toMatchObject({ outcome: 'judged' });
    const judged = await desk.judgements.find(trackingNumber, 'claim-1b');
    expect(judged?.facts).toMatchObject({ claimId: 'claim-1b', amount: 100_000 });
    expect(await desk.judgements.find(trackingNumber, 'claim-1')).toBeUndefined();
  });

  it('is once, however often the message comes', async () => {
    const desk = openDesk();
    const first = await desk.file(1, {}, { sha256: SHA });
    const second = await desk.file(2, {}, { sha256: SHA });
    for (const claim of [first, second, second, first, first]) await desk.judge(claim);
    await desk.workOff();
    const before = await desk.judgements.find(first.trackingNumber, first.claimId);
    await Promise.all([desk.judge(first), desk.judge(first)]);
    expect(desk.queued).toEqual([]);
    expect(await desk.judgements.find(first.trackingNumber, first.claimId)).toStrictEqual(before);
  });

  it('ends, however many cases share everything with each other', async () => {
    const desk = openDesk();
    const personal = { payee: PAYEE, device: '0123456789abcdef0123456789abcdef' };
    for (let n = 1; n <= 30; n += 1) {
      desk.queued.push(await desk.file(n, personal, { sha256: SHA, phone: '+79990000000' }));
    }
    // Each judgement calls at most for the twenty newest that lack it, and each pair calls at most once each way.
    expect(await desk.workOff(30 + 30 * 29)).toBeLessThan(30 * 30);
    expect(await desk.workOff()).toBe(0);
  });

  it('comes again whole after a crash at any step', async () => {
    for (const step of ['traces', 'queue', 'save'] as const) {
      const desk = openDesk();
      const first = await desk.file(1, {}, { sha256: SHA });
      const second = await desk.file(2, {}, { sha256: SHA });
      await desk.judge(first);
      const crash = async () => {
        throw new Error('killed');
      };
      const { traces, queue, judgements } = desk.ports;
      const broken = {
        traces: { traces: { ...traces, seen: crash } },
        queue: { queue: { enqueue: crash } },
        save: { queue, judgements: { ...judgements, save: crash } },
      }[step];
      await expect(desk.judge(second, broken)).rejects.toThrow('killed');
      await desk.judge(second);
      await desk.workOff();
      for (const { trackingNumber, claimId } of [first, second])
        expect(rulesOf(await desk.judgements.find(trackingNumber, claimId))).toEqual(['same-film']);
    }
  });

  it('knows nothing of a claim that is not there', async () => {
    const desk = openDesk();
    expect(await desk.judge({ trackingNumber: '10100012123456', claimId: 'none' })).toEqual({
      outcome: 'unknown',
    });
  });
});

describe('a judgement', () => {
  it('is shown to who works on the case and to no customer, and changes neither actions nor money', async () => {
    const desk = openDesk();
    await desk.judge(await desk.file(1, {}, { sha256: SHA }));
    const claim = await desk.file(2, {}, { sha256: SHA });
    const before = await desk.cases.read(claim.trackingNumber);
    await desk.judge(claim);
    const after = await desk.cases.read(claim.trackingNumber);
    const policy = (await desk.ports.policies.find(claim.trackingNumber)) as never;
    const anna = { role: 'specialist', id: 'anna' } as const;

    const view = caseViewOf(after, [policy], anna, NOW);
    expect(view.judgements?.[0]?.signals[0]?.sentence.ru).toBe('Тот же видеофайл приложен в 1 другом деле.');
    expect(view.version).toBe(before.head.version);
    const [own] = after.claims as [Claim];
    expect(JSON.stringify(customerClaimOf(after, own, { policy, locale: 'ru', now: NOW }))).not.toMatch(
      /judg|signal|same-film|видеофайл/,
    );
    for (const reader of [anna, { role: 'supervisor', id: 'boris' } as const, { role: 'customer' } as const])
      expect(allowedActions(after, own, reader, NOW)).toEqual(allowedActions(before, own, reader, NOW));
    expect(mostToApprove(after, own)).toBe(mostToApprove(before, own));
  });
});

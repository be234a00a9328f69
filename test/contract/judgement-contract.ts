import type { ClaimJudgement } from '../../functions/contracts/signals.ts';
import type { JudgedPlace } from '../../functions/signals/ports.ts';
import { someFacts, someJudgement } from '../builders/judgement.ts';
import type { Stores } from './stores.ts';

/** What stands out about claims, beside their cases and in the list of a month. */
export function describeJudgements(stores: () => Stores): void {
  const FILED = '2026-03-05T10:00:00.000Z';
  const judged = (claimId: string, weight: number, given: Partial<ClaimJudgement> = {}) => {
    const level = weight >= 60 ? 'hold' : weight >= 30 ? 'flag' : 'none';
    return someJudgement({ facts: someFacts({ claimId }), claimId, weight, level, ...given });
  };

  it('stand with the case, and raise no version of it', async () => {
    const { cases, judgements } = stores();
    const judgement = judged('claim-1', 80);
    await judgements.save(judgement, FILED);
    const file = await cases.read(judgement.trackingNumber);
    expect(file.judgements).toStrictEqual([judgement]);
    expect(file.head.version).toBe(0);
    expect(await judgements.find(judgement.trackingNumber, 'claim-1')).toStrictEqual(judgement);
    expect(await judgements.find(judgement.trackingNumber, 'claim-2')).toBeUndefined();
  });

  it('give way to newer ones and to none that is older', async () => {
    const { judgements } = stores();
    const newer = judged('claim-1', 80, { judgedAt: '2026-03-05T10:05:00.000Z' });
    await judgements.save(judged('claim-1', 10, { judgedAt: '2026-03-05T10:01:00.000Z' }), FILED);
    await judgements.save(newer, FILED);
    await judgements.save(judged('claim-1', 20, { judgedAt: '2026-03-05T10:02:00.000Z' }), FILED);
    expect(await judgements.find(newer.trackingNumber, 'claim-1')).toStrictEqual(newer);
    const { judgements: listed } = await judgements.list({ month: '2026-03', limit: 10 });
    expect(listed).toStrictEqual([newer]);
  });

  it('have levels that are read for many claims at once, and none for what was not judged', async () => {
    const { judgements } = stores();
    // More than one request of the table may ask for, each claim in a case of its own.
    const references = Array.from({ length: 120 }, (_, index) => ({
      trackingNumber: String(10100012000000 + index),
      claimId: `claim-${index}`,
    }));
    const expected = new Map<string, string>();
    for (const [index, reference] of references.entries()) {
      const weight = [0, 35, 70][index % 4];
      if (weight === undefined) continue;
      const judgement = judged(reference.claimId, weight, { ...reference, facts: someFacts(reference) });
      await judgements.save(judgement, FILED);
      expected.set(reference.claimId, judgement.level);
    }
    expect(await judgements.levelsOf(references)).toEqual(expected);
    expect(await judgements.levelsOf([])).toEqual(new Map());
    // A claim of another case is not found under this one.
    const elsewhere = [{ trackingNumber: '10100012000001', claimId: 'claim-0' }];
    expect(await judgements.levelsOf(elsewhere)).toEqual(new Map());
  });

  it('are listed by month, the heaviest first, page by page, each once', async () => {
    const { judgements } = stores();
    const weights = [-15, 0, 30, 45, 45, 80, 105];
    for (const [index, weight] of weights.entries())
      await judgements.save(judged(`claim-${index}`, weight), FILED);
    await judgements.save(judged('claim-of-april', 200), '2026-04-02T10:00:00.000Z');
    const seen: number[] = [];
    let after: JudgedPlace | undefined;
    do {
      const page = await judgements.list({ month: '2026-03', limit: 2, after });
      seen.push(...page.judgements.map(({ weight }) => weight));
      after = page.next;
    } while (after);
    expect(seen.slice(0, 5)).toEqual([105, 80, 45, 45, 30]);
    // What weighs nothing or less stands together at the end.
    expect(seen.slice(5).sort()).toEqual([-15, 0]);
  });

  it('are listed of some levels', async () => {
    const { judgements } = stores();
    for (const [index, weight] of [0, 10, 35, 40, 70].entries())
      await judgements.save(judged(`claim-${index}`, weight), FILED);
    const of = async (levels: ClaimJudgement['level'][]) =>
      (await judgements.list({ month: '2026-03', levels, limit: 10 })).judgements.map(({ weight }) => weight);
    expect(await of(['flag'])).toEqual([40, 35]);
    expect(await of(['flag', 'hold'])).toEqual([70, 40, 35]);
  });

  it('belong to the month in Moscow in which the claim was filed', async () => {
    const { judgements } = stores();
    await judgements.save(judged('claim-1', 40), '2026-03-31T21:30:00.000Z');
    expect((await judgements.list({ month: '2026-04', limit: 1 })).judgements).toHaveLength(1);
    expect((await judgements.list({ month: '2026-03', limit: 1 })).judgements).toEqual([]);
  });
}

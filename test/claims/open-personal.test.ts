import { openPersonal } from '../../functions/claims/open-personal.ts';
import { firstBrokenEntry } from '../../functions/claims/timeline.ts';
import { someClaim } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { ANNA, BORIS, done, NOW, openCase, openCaseOf, PARCEL, refused } from './claims-fixture.ts';

const VERA = { role: 'specialist', id: 'vera' } as const;
const account = {
  method: 'account' as const,
  bankIdentificationCode: '044525225',
  account: '40817810099910004312',
  holder: 'Иванова Анна',
};
const annas = {
  assignee: { id: 'anna', since: NOW },
  personal: { description: 'Кирпич', answers: [], payee: account },
};
type Opened = Awaited<ReturnType<typeof openCase>>;
const openAs = (
  opened: Opened,
  actor: typeof ANNA | typeof VERA | typeof BORIS,
  reason = 'review' as const,
) => openPersonal({ trackingNumber: PARCEL, reason, actor, now: NOW }, opened.ports);

describe('what is private of a case', () => {
  it('is shown to who has it, and that it was opened, by whom and why is written first', async () => {
    const opened = await openCaseOf(annas);
    expect(done(await openAs(opened, ANNA))).toEqual({
      customer: { phone: '+79991234567', email: 'anna@example.org' },
      seller: { name: 'ООО «Быстрая посылка»' },
      payees: [{ ...account, claimId: 'claim-1' }],
    });
    const { head, timeline } = await opened.readCase();
    expect(timeline).toMatchObject([
      { action: 'personal-opened', actor: ANNA, at: NOW, facts: { reason: 'review' } },
    ]);
    expect(firstBrokenEntry(head, timeline)).toBeUndefined();
    for (const told of ['79991234567', 'anna@example.org', '4312'])
      expect(JSON.stringify(timeline)).not.toContain(told);
  });

  it('is not shown to a colleague, and a try leaves no trace', async () => {
    const opened = await openCaseOf(annas);
    expect(refused(await openAs(opened, VERA))).toEqual({ refused: 'not-assigned', facts: {} });
    expect((await opened.readCase()).timeline).toEqual([]);
    expect(done(await openAs(opened, BORIS))).toHaveProperty('customer');
  });

  it('is not shown on a claim that is closed, but to a supervisor', async () => {
    const { deadline: _none, ...closed } = someClaim({ ...annas, status: 'withdrawn' });
    const opened = await openCase(somePolicy(), { claims: [closed] });
    expect(refused(await openAs(opened, ANNA)).refused).toBe('not-assigned');
    expect(done(await openAs(opened, BORIS)).payees).toHaveLength(1);
  });

  it('where nothing is claimed is shown to a specialist who talks with the customer', async () => {
    const opened = await openCase();
    expect(refused(await openAs(opened, ANNA)).refused).toBe('not-assigned');
    const input = { trackingNumber: PARCEL, reason: 'call-with-customer' as const, actor: ANNA, now: NOW };
    expect(done(await openPersonal(input, opened.ports)).payees).toEqual([]);
    expect((await opened.readCase()).timeline).toHaveLength(1);
    const nowhere = { ...input, trackingNumber: '63000045987655' };
    expect(refused(await openPersonal(nowhere, opened.ports)).refused).toBe('not-found');
  });

  it('is no more than is known: no address that was not given, no account that was not named', async () => {
    const personal = { customer: { phone: '+79991234567' }, seller: { name: 'Иванов И. И.' } };
    const claims = [someClaim({ assignee: { id: 'anna', since: NOW } })];
    const opened = await openCase(somePolicy({ personal }), { claims });
    expect(done(await openAs(opened, ANNA))).toStrictEqual({ ...personal, payees: [] });
  });

  it('of another policy of the same number is another customer’s', async () => {
    const opened = await openCase(somePolicy({ policyId: 'policy-2' }), { claims: [someClaim(annas)] });
    expect(refused(await openAs(opened, ANNA)).refused).toBe('not-assigned');
    expect(done(await openAs(opened, BORIS)).payees).toEqual([]);
  });
});

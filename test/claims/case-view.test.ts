import { caseViewOf, etagOf, versionOfIfMatch } from '../../functions/claims/case-view.ts';
import { allowedActions } from '../../functions/claims/claim-rules.ts';
import { appendToTimeline, emptyHead } from '../../functions/claims/timeline.ts';
import type { CaseFile, Claim } from '../../functions/contracts/case.ts';
import { caseView } from '../../functions/contracts/console.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import { TERMS_ON_SALE } from '../../functions/policies/terms.ts';
import { someClaim, somePayout, someUpload } from '../builders/claim.ts';
import { someJudgement } from '../builders/judgement.ts';
import { someLetter } from '../builders/letter.ts';
import { somePolicy } from '../builders/policy.ts';
import { ANNA, BORIS, NOW, PARCEL } from './claims-fixture.ts';

/** The case as it is stored: none of these things is in another policy, claim or parcel. */
function fileOf(holds: Partial<CaseFile> = {}): CaseFile {
  return {
    head: { ...emptyHead(PARCEL), version: 7 },
    ...{ claims: [someClaim()], uploads: [], payouts: [], letters: [], timeline: [], judgements: [] },
    ...holds,
  };
}

function viewOf(holds: Partial<CaseFile> = {}, policies: [Policy, ...Policy[]] = [somePolicy()]) {
  const view = caseViewOf(fileOf(holds), policies, ANNA, NOW);
  expect(caseView.parse(view)).toEqual(view);
  return view;
}

const claimView = (claim: Partial<Claim>, holds: Partial<CaseFile> = {}) =>
  viewOf({ claims: [someClaim(claim)], ...holds }).claims[0];

describe('the policy of a case, as the desk reads it', () => {
  it('is what was sold, without keys of the till and of the link, and with what is private masked', () => {
    const personal = {
      customer: { phone: '+79991234567', email: 'anna@example.org', locale: 'ru' as const },
      seller: {
        name: 'ООО «Быстрая посылка»',
        taxNumber: '7707083893',
        phone: '+79161112233',
        account: '40702810900000000001',
      },
    };
    expect(viewOf({}, [somePolicy({ personal })]).policy).toEqual({
      trackingNumber: PARCEL,
      policyId: 'policy-1',
      termsVersion: '2026-01',
      status: 'active',
      amount: 450_000,
      price: 9_900,
      soldAt: '2026-03-01T09:30:00.000Z',
      receivedAt: '2026-03-01T09:30:02.150Z',
      startsAt: '2026-03-01T09:30:00.000Z',
      endsAt: '2026-03-31T21:00:00.000Z',
      claimableUntil: '2026-03-31T21:00:00.000Z',
      openClaims: 0,
      uploads: 0,
      office: { index: '420000', region: 'Республика Татарстан', timeZone: 'Europe/Moscow' },
      clerkId: 'clerk-17',
      consent: { termsVersion: '2026-01', acceptedAt: '2026-03-01T09:29:40.000Z', personalData: true },
      videoRequired: true,
      videoThreshold: 300_000,
      customer: { phone: '+7 ••• •••-45-67', email: 'a•••@example.org', locale: 'ru' },
      seller: {
        name: 'ООО «Быстрая посылка»',
        taxNumber: '7707083893',
        phone: '+7 ••• •••-22-33',
      },
    });
  });

  it('names neither an address nor a phone that is not known', () => {
    const personal = { customer: { phone: '+79991234567' }, seller: { name: 'Иванов И. И.' } };
    const { customer, seller } = viewOf({}, [somePolicy({ personal })]).policy;
    expect({ customer, seller }).toEqual({
      customer: { phone: '+7 ••• •••-45-67' },
      seller: { name: 'Иванов И. И.' },
    });
  });

  it('is over by the clock, whatever has been written, and so are those before it', () => {
    const over = { endsAt: NOW, claimableUntil: NOW, dueAt: NOW };
    const earlier = somePolicy({ policyId: 'policy-0', soldAt: '2026-01-01T09:30:00.000Z', ...over });
    expect(viewOf({}, [somePolicy(), earlier])).toMatchObject({
      policy: { status: 'active' },
      earlierPolicies: [{ policyId: 'policy-0', status: 'ended' }],
    });
    expect(viewOf({}, [somePolicy(over)])).toMatchObject({
      policy: { status: 'ended' },
      earlierPolicies: [],
    });
  });
});

describe('a claim of a case, as the desk reads it', () => {
  it('is all that was said and decided, with what this reader may do and up to which sum', () => {
    const claim = someClaim({
      personal: {
        description: 'Кирпич.',
        answers: ['Чек приложен.'],
        remark: 'Без чека.',
        device: 'ab'.repeat(16),
      },
      lastAction: { action: 'answer', digest: 'd1', by: ANNA },
    });
    const other = someClaim({ claimId: 'claim-2', kind: 'wrong-item' });
    const label = { purpose: 'document', documentKind: 'label-photo', status: 'received' } as const;
    const file = fileOf({ claims: [claim, other], uploads: [someUpload({ uploadId: 'label', ...label })] });
    const view = caseViewOf(file, [somePolicy()], ANNA, NOW);
    const [shown] = view.claims;
    const { personal: _p, lastAction: _l, trackingNumber: _t, ...kept } = claim;
    expect(shown).toEqual({
      ...kept,
      description: 'Кирпич.',
      answers: ['Чек приложен.'],
      remark: 'Без чека.',
      allowedActions: allowedActions(file, claim, ANNA, NOW),
      mostToApprove: 450_000,
      secondPersonAbove: TERMS_ON_SALE.approval.secondPersonAbove,
      mergeableInto: ['claim-2'],
      checklist: [
        { anyOf: ['label-photo', 'packaging-photo'], mandatory: false, metBy: ['label'] },
        { anyOf: ['order-page', 'seller-correspondence'], mandatory: false, metBy: [] },
      ],
      refusalClauses: Object.entries(TERMS_ON_SALE.refusalReasons).map(([reasonCode, { clause }]) => ({
        reasonCode,
        clause,
      })),
    });
    expect(shown?.allowedActions).toContain('approve');
  });

  it('shows an account that was named masked, and none where the money goes to the phone', () => {
    const payee = {
      method: 'account' as const,
      bankIdentificationCode: '044525225',
      account: '40817810099910004312',
      holder: 'Иванова Анна',
    };
    const told = { description: 'Кирпич.', answers: [] };
    expect(claimView({ personal: { ...told, payee } })?.payee).toEqual({
      ...payee,
      account: '•••• 4312',
      holder: 'И••• А•••',
    });
    expect(claimView({ personal: told })).not.toHaveProperty('payee');
  });
});

describe('what lies in a case, as the desk reads it', () => {
  it('of a file is all but where it is stored', () => {
    const received = someUpload({ status: 'received', receivedAt: NOW, filedBy: ANNA });
    const { multipartId: _m, objectKey: _o, trackingNumber: _t, partSize: _p, uploadId, ...rest } = received;
    expect(viewOf({ uploads: [received] }).evidence).toEqual([{ ...rest, evidenceId: uploadId }]);
  });

  it('of a payout is how it stands, not how the provider knows it nor where it goes', () => {
    const intended = somePayout({ recipient: { method: 'account', lastDigits: '4312' }, submittedAt: NOW });
    const settled = somePayout({ status: 'settled', settledAt: NOW, providerId: 'p-1', settledBy: BORIS });
    const rejected = somePayout({ status: 'rejected', rejection: 'account-closed' });
    const told = {
      claimId: 'claim-1',
      reference: 'payout-1',
      amount: 450_000,
      intendedAt: '2026-03-07T08:00:00.000Z',
    };
    expect(viewOf({ payouts: [intended, settled, rejected] }).payouts).toEqual([
      { ...told, status: 'intended' },
      { ...told, status: 'settled', settledAt: NOW },
      { ...told, status: 'rejected', rejection: 'account-closed' },
    ]);
  });

  it('of letters are those that nobody threw away, as of now', () => {
    const sent = { status: 'sent' as const, sentAt: NOW, replyDueAt: NOW };
    const letters = [
      someLetter(),
      someLetter({ letterId: 'claim-1-2', status: 'discarded' }),
      someLetter({ letterId: 'claim-1-3', ...sent }),
    ];
    expect(viewOf({ letters }).letters).toMatchObject([
      { letterId: 'claim-1-1', isOverdue: false },
      { letterId: 'claim-1-3', isOverdue: true },
    ]);
  });

  it('of the timeline and of what stands out is everything', () => {
    const head = emptyHead(PARCEL);
    const entry = {
      at: NOW,
      actor: ANNA,
      action: 'assigned',
      claimId: 'claim-1',
      facts: { assignee: 'anna' },
    };
    const timeline = appendToTimeline(head, [entry]);
    const view = viewOf({ timeline, judgements: [someJudgement()] });
    const [{ trackingNumber: _t, ...written }] = timeline as [(typeof timeline)[number]];
    expect(view.timeline).toEqual([written]);
    expect(view.judgements).toMatchObject([{ claimId: 'claim-1', level: 'none', signals: [] }]);
  });

  it('is of one parcel at one version, for one reader', () => {
    expect(viewOf()).toMatchObject({
      trackingNumber: PARCEL,
      version: 7,
      reader: { personId: 'anna', role: 'specialist' },
    });
    const unknown = caseViewOf(fileOf(), [somePolicy()], { role: 'system' }, NOW);
    expect(unknown.reader).toEqual({ personId: '', role: 'system' });
  });
});

describe('the ETag of a case', () => {
  it.each([
    ['"7"', 7],
    ['W/"7"', 7],
    [' "7" ', 7],
    ['7', 7],
    ['"7-a_B-9"', 7],
    ['"123456789"', 123_456_789],
    [`"7-${'a'.repeat(43)}"`, 7],
    [`"7-${'a'.repeat(44)}"`, undefined],
    ['"1234567890"', undefined],
    ['x"7"', undefined],
    ['"7"x', undefined],
    ['"7-"', undefined],
    ['"7-a.b"', undefined],
    ['W"7"', undefined],
  ])('%s names the version %s', (header, version) => {
    expect(versionOfIfMatch(header)).toBe(version);
  });

  it('tells the version, and with it what else is shown', () => {
    expect([etagOf(7), etagOf(7, 'abc')]).toEqual(['"7"', '"7-abc"']);
    expect(versionOfIfMatch(etagOf(7, 'abc'))).toBe(7);
  });
});

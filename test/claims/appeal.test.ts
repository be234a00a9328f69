import fc from 'fast-check';
import { actOnClaim } from '../../functions/claims/act-on-claim.ts';
import { caseViewOf } from '../../functions/claims/case-view.ts';
import type { ClaimAction } from '../../functions/claims/claim-lifecycle.ts';
import { allowedActions } from '../../functions/claims/claim-rules.ts';
import { customerClaimOf } from '../../functions/claims/customer-view.ts';
import { fileClaim } from '../../functions/claims/file-claim.ts';
import { applyDeadline } from '../../functions/claims/follow-claim.ts';
import { listCases } from '../../functions/claims/list-cases.ts';
import { mostToApprove } from '../../functions/claims/money-rules.ts';
import { reconcileClaims } from '../../functions/claims/reconcile-claims.ts';
import { toInstant, toMillis } from '../../functions/clock.ts';
import type { Claim, ClaimStatus, Decision } from '../../functions/contracts/case.ts';
import { caseView } from '../../functions/contracts/console.ts';
import { customerClaim } from '../../functions/contracts/customer.ts';
import type { Actor } from '../../functions/contracts/primitives.ts';
import { isRefusal } from '../../functions/contracts/refusal.ts';
import { createCursorSealer } from '../../functions/http/cursor.ts';
import { effectiveStatus } from '../../functions/policies/policy.ts';
import { somePolicy } from '../builders/policy.ts';
import { inTurnOf } from '../twins/in-turn.ts';
import { createMemoryJudgementStore } from '../twins/memory-judgement-store.ts';
import {
  ANNA,
  BORIS,
  CLARA,
  CUSTOMER,
  done,
  filingOf,
  NOW,
  type OpenedCase,
  openCase,
  openCaseOf,
  PARCEL,
  refused,
  WHOLE_REFUSAL,
} from './claims-fixture.ts';
import { unlawfulSteps } from './lawful-history.ts';

const judgements = createMemoryJudgementStore();
const REASON = 'На снимке виден скол.';
/** Of what is refused at NOW. */
const APPEAL_UNTIL = '2026-04-04T21:00:00.000Z';
const at = (offset: number) => toInstant(toMillis(APPEAL_UNTIL) + offset);
const DAY = 86_400_000;

type Input = Parameters<typeof actOnClaim>[0];
type Ports = Pick<OpenedCase, 'ports'>;

async function filedCase() {
  const opened = await openCase();
  const { claim } = done(await fileClaim(filingOf({ amount: 300_000 }), opened.ports));
  const { claimId } = claim;
  const act = (action: ClaimAction, actor: Actor, input: Partial<Input> = {}, ports: Ports = opened) =>
    actOnClaim(
      { trackingNumber: PARCEL, claimId, action, actor, details: {}, now: NOW, ...input },
      ports.ports,
    );
  const appeal = (input: Partial<Input> = {}, ports: Ports = opened) =>
    act('appeal', CUSTOMER, { details: { reason: REASON }, ...input }, ports);
  const allowed = async (actor: Actor, now = NOW) => {
    const file = await opened.readCase();
    return allowedActions(file, file.claims[0] as Claim, actor, now);
  };
  return { ...opened, claimId, act, appeal, allowed };
}

/** A claim that Anna has refused, without a film, at NOW. */
async function refusedCase() {
  const opened = await filedCase();
  done(await opened.act('waive-film', ANNA));
  done(await opened.act('refuse', ANNA, { details: WHOLE_REFUSAL }));
  return opened;
}

async function appealedCase() {
  const opened = await refusedCase();
  done(await opened.appeal());
  return opened;
}

type Opened = Awaited<ReturnType<typeof filedCase>>;
const statusOf = async (opened: Opened) => (await opened.readClaim()).status;

describe('an appeal', () => {
  it('opens the claim again, keeps what was decided and why it is doubted, and starts a new execution', async () => {
    const opened = await refusedCase();
    const before = await opened.readClaim();
    const { claim } = done(await opened.appeal());
    expect(claim).toEqual(await opened.readClaim());
    expect(claim).toMatchObject({
      status: 'in-appeal',
      deadline: '2026-03-15T21:00:00.000Z',
      version: before.version + 1,
      workflowRun: before.workflowRun + 1,
      appeal: { at: NOW, by: CUSTOMER, refusedBy: ANNA, previousDecision: before.decision },
      personal: { description: 'В коробке кирпич.', appealReason: REASON },
    });
    // Undecided until it is decided: nothing can be paid on it, and nothing of it counts.
    expect(claim).not.toHaveProperty('decision');
    expect(mostToApprove(await opened.readCase(), claim)).toBe(300_000);
    expect(unlawfulSteps(await opened.readCase())).toEqual([]);
  });

  it('is in the timeline without the customer’s words', async () => {
    const opened = await appealedCase();
    const { timeline } = await opened.readCase();
    expect(timeline.at(-1)).toMatchObject({
      action: 'appeal',
      actor: CUSTOMER,
      from: 'refused',
      to: 'in-appeal',
      facts: { deadline: '2026-03-15T21:00:00.000Z' },
    });
    expect(JSON.stringify(timeline)).not.toContain('скол');
  });

  it('needs its reason', async () => {
    const opened = await refusedCase();
    for (const details of [{}, { reason: '' }, { answer: REASON }])
      expect(refused(await opened.appeal({ details }))).toEqual({
        refused: 'decision-incomplete',
        facts: { missing: ['reason'] },
      });
    expect(await statusOf(opened)).toBe('refused');
  });

  it('is in time in the last millisecond, and too late in the next', async () => {
    const late = await refusedCase();
    for (const offset of [0, 1, 400 * DAY]) {
      expect(refused(await late.appeal({ now: at(offset) }))).toEqual({
        refused: 'appeal-too-late',
        facts: { appealUntil: APPEAL_UNTIL, timeZone: 'Europe/Moscow' },
      });
      expect(await late.allowed(CUSTOMER, at(offset))).toEqual([]);
      expect(await late.allowed(ANNA, at(offset))).toEqual([]);
    }
    expect(await late.allowed(CUSTOMER, at(-1))).toEqual(['appeal']);
    done(await late.appeal({ now: at(-1) }));
    expect(await statusOf(late)).toBe('in-appeal');
  });

  it.each([ANNA, BORIS, CLARA])('can be entered on the telephone by $id', async (actor) => {
    const opened = await refusedCase();
    expect(await opened.allowed(actor)).toEqual(['appeal']);
    done(await opened.act('appeal', actor, { details: { reason: REASON } }));
    expect((await opened.readClaim()).appeal).toMatchObject({ by: actor, refusedBy: ANNA });
  });

  it('twice is one: the same again answers the same, another one is not possible', async () => {
    const opened = await refusedCase();
    const first = done(await opened.appeal());
    expect(done(await opened.appeal({ now: at(-1) }))).toEqual(first);
    // Told again after the time, because the answer to the first try got lost.
    expect(done(await opened.appeal({ now: at(1) }))).toEqual(first);
    expect(refused(await opened.appeal({ details: { reason: 'Ещё раз.' } }))).toMatchObject({
      refused: 'action-not-allowed',
      facts: { status: 'in-appeal' },
    });
  });

  it('by the telephone and the page at once is one, in every order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, isSame) => {
        const opened = await refusedCase();
        const { ports } = inTurns(opened, scheduler);
        const both = Promise.all([
          opened.appeal({}, ports),
          opened.appeal({ details: { reason: isSame ? REASON : 'Иначе.' } }, ports),
        ]);
        await scheduler.waitFor(both);
        const refusals = (await both).filter(isRefusal).map(({ refused: code }) => code);
        expect(refusals).toEqual(isSame ? [] : ['action-not-allowed']);
        const { timeline } = await opened.readCase();
        expect(timeline.filter(({ action }) => action === 'appeal')).toHaveLength(1);
        expect(await opened.readPolicy()).toMatchObject({ openClaims: 1 });
        expect((await opened.readClaim()).workflowRun).toBe(2);
      }),
    );
  });

  it.each(['compensated', 'withdrawn', 'lapsed', 'in-review', 'approved'] as const)(
    'of a claim that is %s is no action there',
    async (status) => {
      const opened = await openCaseOf({ status });
      const input = { trackingNumber: PARCEL, claimId: 'claim-1', actor: CUSTOMER, now: NOW } as const;
      const outcome = await actOnClaim(
        { ...input, action: 'appeal', details: { reason: REASON } },
        opened.ports,
      );
      expect(refused(outcome).refused).toBe('action-not-allowed');
    },
  );

  it('is the only thing that a refusal allows', async () => {
    const opened = await refusedCase();
    for (const action of ['approve', 'ask-for-more', 'withdraw', 'return-to-review', 'escalate'] as const)
      expect(refused(await opened.act(action, BORIS, { details: WHOLE_REFUSAL }))).toEqual({
        refused: 'action-not-allowed',
        facts: { status: 'refused', action, allowedActions: ['appeal'] },
      });
  });
});

describe('who decides an appeal', () => {
  /** Every way that an appealed claim can take before it is decided. */
  const ways: [string, (opened: Opened) => Promise<void>][] = [
    ['at once', async () => {}],
    [
      'after a question and its answer',
      async (opened) => {
        done(await opened.act('ask-for-more', BORIS, { details: { question: 'Где чек?' } }));
        done(await opened.act('answer', CUSTOMER, { details: { answer: 'Вот он.' } }));
      },
    ],
    [
      'after a question without an answer',
      async (opened) => {
        done(await opened.act('ask-for-more', BORIS, { details: { question: 'Где чек?' } }));
        const reference = { trackingNumber: PARCEL, claimId: opened.claimId };
        await applyDeadline({ ...reference, now: '2026-03-19T21:00:00.000Z' }, opened.ports);
      },
    ],
    [
      'after a supervisor looked',
      async (opened) => {
        done(await opened.act('escalate', { role: 'clock' }));
        expect((await opened.readClaim()).attention).toBe('in-appeal-overdue');
        done(await opened.act('return-to-review', BORIS));
      },
    ],
    [
      'after an approval was taken back',
      async (opened) => {
        done(await opened.act('approve', CLARA));
        done(await opened.act('escalate', { role: 'clock' }));
        done(await opened.act('return-to-review', BORIS));
      },
    ],
  ];

  it.each(ways)('%s: not who refused, in whatever role; anybody else', async (_, go) => {
    const opened = await appealedCase();
    await go(opened);
    expect(await statusOf(opened)).toBe('in-appeal');
    for (const actor of [ANNA, { role: 'supervisor', id: 'anna' }] as const) {
      expect(await opened.allowed(actor)).toEqual([]);
      const decisions =
        actor.role === 'specialist'
          ? (['approve', 'propose', 'refuse', 'withdraw'] as const)
          : (['refuse', 'withdraw'] as const);
      for (const action of decisions)
        expect(refused(await opened.act(action, actor, { details: WHOLE_REFUSAL }))).toEqual({
          refused: 'another-person-needed',
          facts: { status: 'in-appeal', action, allowedActions: [] },
        });
    }
    expect(await opened.allowed(CLARA)).toEqual(
      expect.arrayContaining(['ask-for-more', 'send-letter', 'approve', 'propose', 'refuse', 'withdraw']),
    );
    done(await opened.act('approve', CLARA));
    expect(await opened.readClaim()).toMatchObject({
      status: 'approved',
      decision: { outcome: 'approved', by: CLARA, amount: 300_000 },
      appeal: { refusedBy: ANNA, previousDecision: { outcome: 'refused' } },
    });
    expect(unlawfulSteps(await opened.readCase())).toEqual([]);
  });

  it('who refused does not come to have the appeal by bringing it back from a supervisor', async () => {
    const opened = await appealedCase();
    done(await opened.act('escalate', { role: 'clock' }));
    done(await opened.act('return-to-review', ANNA));
    expect(await opened.readClaim()).toMatchObject({ status: 'in-appeal' });
    expect(await opened.readClaim()).not.toHaveProperty('assignee');
    done(await opened.act('approve', CLARA));
  });

  it('the console offers each person only what it would accept from them, in the case and in the queue', async () => {
    const opened = await appealedCase();
    const cursors = createCursorSealer('a key of the tests only, long enough');
    for (const [reader, decides] of [
      [ANNA, false],
      [CLARA, true],
    ] as const) {
      const view = caseViewOf(await opened.readCase(), [await opened.readPolicy()], reader, NOW);
      expect(caseView.parse(view)).toEqual(view);
      expect(view.claims[0]).toMatchObject({ appealReason: REASON, appeal: { refusedBy: ANNA } });
      const { cases } = done(
        await listCases({ query: {}, reader, now: NOW }, { ...opened.ports, judgements, cursors }),
      );
      for (const allowed of [view.claims[0]?.allowedActions, cases[0]?.allowedActions])
        expect(['approve', 'refuse'].map((action) => allowed?.includes(action))).toEqual([decides, decides]);
    }
  });
});

describe('the decision on an appeal', () => {
  it('to refuse again is final: it offers no other, and says so', async () => {
    const opened = await appealedCase();
    done(await opened.act('refuse', BORIS, { details: WHOLE_REFUSAL }));
    for (const reader of [CUSTOMER, ANNA, BORIS]) expect(await opened.allowed(reader)).toEqual([]);
    expect(refused(await opened.appeal({ details: { reason: 'Снова.' } })).refused).toBe(
      'action-not-allowed',
    );
    const file = await opened.readCase();
    const read = customerClaimOf(file, await opened.readClaim(), {
      policy: await opened.readPolicy(),
      locale: 'en',
      now: NOW,
    });
    expect(customerClaim.parse(read)).toEqual(read);
    expect(read).toMatchObject({
      status: 'refused',
      allowedActions: [],
      refusal: { clause: '4.2', appealUntil: NOW },
      card: { title: 'New look taken: the refusal stands' },
    });
    expect(read.card).not.toHaveProperty('byWhen');
  });

  it('is final whatever date it carries', async () => {
    const opened = await appealedCase();
    done(await opened.act('refuse', BORIS, { details: WHOLE_REFUSAL }));
    const file = await opened.readCase();
    const claim = await opened.readClaim();
    const decision = { ...(claim.decision as Decision), appealUntil: APPEAL_UNTIL };
    expect(allowedActions(file, { ...claim, decision }, CUSTOMER, NOW)).toEqual([]);
  });

  it('before it the customer reads that somebody else looks at it, and can still take it back', async () => {
    const opened = await refusedCase();
    const read = async () =>
      customerClaimOf(await opened.readCase(), await opened.readClaim(), {
        policy: await opened.readPolicy(),
        locale: 'ru',
        now: NOW,
      });
    expect(await read()).toMatchObject({
      allowedActions: ['appeal'],
      refusal: { appealUntil: APPEAL_UNTIL },
      card: { byWhen: expect.stringContaining('на вашей странице') },
    });
    done(await opened.appeal());
    expect(await read()).toMatchObject({
      status: 'in-appeal',
      allowedActions: ['withdraw'],
      card: { title: 'Пересматриваем решение' },
    });
    expect(await read()).not.toHaveProperty('refusal');
  });

  it('taken back by the customer leaves no way around the refusal: neither another appeal nor another filing', async () => {
    const opened = await appealedCase();
    done(await opened.act('withdraw', CUSTOMER));
    const { claim, created } = done(await fileClaim(filingOf({ amount: 300_000 }), opened.ports));
    expect([created, claim.claimId, claim.status]).toEqual([false, opened.claimId, 'withdrawn']);
    expect(await opened.allowed(CUSTOMER)).toEqual([]);
    expect(await opened.readPolicy()).toMatchObject({ openClaims: 0 });
  });
});

/** The stores, with every call waiting for its turn: in all orders that the scheduler finds. */
function inTurns(
  { cases, policies, ports }: Awaited<ReturnType<typeof refusedCase>>,
  scheduler: fc.Scheduler,
) {
  const turn = inTurnOf(scheduler);
  return {
    turn,
    ports: {
      ports: {
        ...ports,
        cases: { ...cases, read: turn(cases.read), commit: turn(cases.commit) },
        policies: { ...policies, find: turn(policies.find) },
      },
    },
  };
}

describe('the policy of an appealed claim', () => {
  it('is held open again, in the same write, and given back with the decision', async () => {
    const opened = await refusedCase();
    const closed = await opened.readPolicy();
    expect(closed).toMatchObject({ openClaims: 0, dueAt: closed.claimableUntil });
    done(await opened.appeal());
    const held = await opened.readPolicy();
    expect(held).toMatchObject({ openClaims: 1, status: 'active', version: closed.version + 1 });
    expect(held).not.toHaveProperty('dueAt');
    done(await opened.act('refuse', BORIS, { details: WHOLE_REFUSAL }));
    expect(await opened.readPolicy()).toMatchObject({ openClaims: 0, dueAt: closed.claimableUntil });
  });

  it('that the job has ended lasts again as long as the appeal does', async () => {
    const opened = await refusedCase();
    const { claimableUntil = '' } = await opened.readPolicy();
    const later = toInstant(toMillis(claimableUntil) + DAY);
    expect(await opened.policies.endIfDue({ trackingNumber: PARCEL, dueAt: claimableUntil }, later)).toBe(
      'ended',
    );
    done(await opened.appeal({ now: later }));
    const held = await opened.readPolicy();
    expect(held).toMatchObject({ status: 'active', openClaims: 1 });
    expect(held).not.toHaveProperty('endedAt');
    expect(effectiveStatus(held, at(100 * DAY))).toBe('active');
    done(await opened.act('approve', CLARA, { now: later }));
    expect(await statusOf(opened)).toBe('approved');
  });

  it('and the job at once: whoever is first, the appeal holds it open', async () => {
    const orders = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const opened = await refusedCase();
        const { claimableUntil } = await opened.readPolicy();
        const { policies } = opened;
        const { turn, ports } = inTurns(opened, scheduler);
        const due = { trackingNumber: PARCEL, dueAt: claimableUntil };
        const both = Promise.all([
          opened.appeal({ now: claimableUntil }, ports),
          turn(policies.endIfDue)(due, claimableUntil),
        ]);
        await scheduler.waitFor(both);
        const [appealed, ended] = await both;
        orders.add(ended);
        expect(done(appealed).claim.status).toBe('in-appeal');
        const held = await opened.readPolicy();
        expect(held).toMatchObject({ status: 'active', openClaims: 1 });
        expect(held).not.toHaveProperty('dueAt');
      }),
    );
    expect([...orders].sort()).toEqual(['ended', 'not-due']);
  });

  it('that a newer sale of the number has replaced is left alone, and so is the newer one', async () => {
    const opened = await refusedCase();
    const old = await opened.readPolicy();
    const later = toInstant(toMillis(old.claimableUntil) + DAY);
    const newer = somePolicy({ policyId: 'policy-2', idempotencyKey: 'key-2', soldAt: later });
    expect(await opened.policies.replace(old, newer)).toBe('replaced');
    done(await opened.appeal({ now: later }));
    done(await opened.act('approve', CLARA, { now: later }));
    expect(await statusOf(opened)).toBe('approved');
    expect(await opened.policies.findAll(PARCEL)).toEqual([newer, old]);
  });

  it('and a newer sale of the number at once: one waits for the other, and no sale is held by what was before it', async () => {
    const winners = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const opened = await refusedCase();
        const old = await opened.readPolicy();
        const now = old.claimableUntil;
        const newer = somePolicy({ policyId: 'policy-2', idempotencyKey: 'key-2', soldAt: now });
        const { policies } = opened;
        const { turn, ports } = inTurns(opened, scheduler);
        const both = Promise.all([opened.appeal({ now }, ports), turn(policies.replace)(old, newer)]);
        await scheduler.waitFor(both);
        const [appealed, replaced] = await both;
        winners.add(replaced);
        expect(done(appealed).claim.status).toBe('in-appeal');
        expect(await policies.findAll(PARCEL)).toEqual(
          replaced === 'replaced' ? [newer, old] : [expect.objectContaining({ openClaims: 1 })],
        );
      }),
    );
    expect([...winners].sort()).toEqual(['conflict', 'replaced']);
  });

  it('that was cancelled stays cancelled', async () => {
    const opened = await refusedCase();
    const { dueAt: _, ...policy } = await opened.readPolicy();
    opened.policies.put({ ...policy, status: 'voided', voidedAt: NOW });
    done(await opened.appeal());
    expect(await opened.readPolicy()).toMatchObject({ status: 'voided', openClaims: 1 });
  });
});

it('an appeal that the stream never told of is found by the reconciler, under its new run', async () => {
  const opened = await appealedCase();
  const started: string[] = [];
  const workflow = {
    start: async ({ claimId, workflowRun }: { claimId: string; workflowRun: number }) => {
      started.push(`${claimId}-${workflowRun}`);
      return 'running' as const;
    },
    wake: async () => 'gone' as const,
    async *running() {},
  };
  const ports = {
    ...opened.ports,
    workflow,
    lookAgainAtPayout: async () => {},
    lookForMoney: async () => 'nothing-new' as const,
  };
  const counts = await reconcileClaims({ now: '2026-03-05T13:00:00.000Z' }, ports);
  expect(counts).toMatchObject({ seen: 1, restarted: 1 });
  expect(started).toEqual([`${opened.claimId}-2`]);
});

it('any history around a refusal: at most one appeal, one person less to decide it, and the policy held as long', async () => {
  const people = [CUSTOMER, ANNA, BORIS, CLARA, { role: 'clock' }, { role: 'system' }] as const;
  const actions = [
    'appeal',
    'approve',
    'refuse',
    'ask-for-more',
    'answer',
    'withdraw',
    'escalate',
    'return-to-review',
    'go-on-without-answer',
    'flag',
  ] as const satisfies ClaimAction[];
  type Deed = { action: (typeof actions)[number]; actor: (typeof people)[number] };
  const system = { role: 'system' } as const;
  const wayTo = (action: Deed['action'], actor: Deed['actor']): Deed[] => [
    { action: 'appeal', actor: CUSTOMER },
    { action, actor },
  ];
  const reached = new Set<ClaimStatus>();
  const details = { ...WHOLE_REFUSAL, question: 'Где чек?', answer: 'Вот.', reason: REASON };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ action: fc.constantFrom(...actions), actor: fc.constantFrom(...people) }), {
        maxLength: 40,
      }),
      async (history) => {
        const opened = await refusedCase();
        for (const { action, actor } of history) {
          await opened.act(action, actor, { details: { ...details } });
          const claim = await opened.readClaim();
          reached.add(claim.status);
          const isOpen = claim.deadline !== undefined;
          expect(await opened.readPolicy()).toMatchObject({ openClaims: isOpen ? 1 : 0 });
          expect(claim.decision?.outcome === 'approved' && claim.decision.by.id).not.toBe('anna');
        }
        expect(unlawfulSteps(await opened.readCase())).toEqual([]);
      },
    ),
    // Chance alone seldom leads as far as an approval.
    {
      numRuns: 300,
      examples: [[wayTo('approve', CLARA)], [wayTo('ask-for-more', CLARA)], [wayTo('flag', system)]],
    },
  );
  expect([...reached]).toEqual(
    expect.arrayContaining(['refused', 'in-appeal', 'approved', 'awaiting-customer', 'needs-attention']),
  );
}, 60_000);

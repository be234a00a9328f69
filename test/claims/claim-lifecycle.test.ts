import {
  type ClaimAction,
  claimActions,
  claimLifecycle,
  findTransition,
  isClaimAction,
  isFinal,
  type OpenState,
  openState,
  placeInQueue,
  queueOf,
  type Transition,
  targetOf,
} from '../../functions/claims/claim-lifecycle.ts';
import { claimOfFiling } from '../../functions/claims/file-claim.ts';
import { emptyHead } from '../../functions/claims/timeline.ts';
import { type CaseFile, type ClaimStatus, claimStatus } from '../../functions/contracts/case.ts';
import { type ActorRole, actorRole, locale as localeSchema } from '../../functions/contracts/primitives.ts';
import { claimCards, claimCardsAfterAppeal } from '../../functions/messages/catalogue/claim-cards.ts';
import { TERMS_ON_SALE } from '../../functions/policies/terms.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { done, filingOf, PARCEL } from './claims-fixture.ts';

const statuses = claimStatus.options;
const openStatuses = statuses.filter((status) => !isFinal(status));
const finalStatuses = statuses.filter(isFinal);
const locales = localeSchema.options;

function stateOf(status: ClaimStatus): OpenState {
  const state = openState(status);
  if (!state) throw new Error(`${status} is final.`);
  return state;
}

const transitionsOf = (status: ClaimStatus) =>
  Object.entries(claimLifecycle[status].actions ?? {}) as [ClaimAction, Transition][];

/** Everything that can come after, by steps that pass the filter, for a claim that was appealed or was not. */
function reachableFrom(
  start: Iterable<ClaimStatus>,
  by: (role: ActorRole) => boolean = () => true,
  isAppealed = false,
) {
  const seen = new Set(start);
  for (const status of seen) {
    for (const [, transition] of transitionsOf(status))
      if (transition.by.some(by))
        for (const isWhole of [false, true]) seen.add(targetOf(transition, { isAppealed, isWhole }));
  }
  return seen;
}

/** The states that a filing really begins in, as the rule of filing gives them. */
function statusesOfFiling(): Set<ClaimStatus> {
  const empty: CaseFile = {
    head: emptyHead(PARCEL),
    claims: [],
    uploads: [],
    payouts: [],
    letters: [],
    judgements: [],
    timeline: [],
  };
  const filmed = { ...empty, uploads: [someUpload({ status: 'received' })] };
  const filings = [300_000, 300_001].flatMap((amount) =>
    [empty, filmed].map((file) => claimOfFiling(filingOf({ amount }), somePolicy({ amount }), file, 0)),
  );
  return new Set(filings.map((filing) => done(filing).status));
}

describe('the life of a claim', () => {
  it('begins with the film or with the review, and every state can be reached from there', () => {
    const filed = statusesOfFiling();
    expect([...filed].sort()).toEqual(['awaiting-video', 'in-review']);
    expect([...reachableFrom(filed)].sort()).toEqual([...statuses].sort());
  });

  it.each(openStatuses)('%s is no dead end: a final state can be reached from it', (status) => {
    expect([...reachableFrom([status])].some(isFinal)).toBe(true);
  });

  it.each(openStatuses)(
    '%s has a deadline of the terms, and its outcome is an action by the clock',
    (status) => {
      const { deadline, atDeadline, actions } = stateOf(status);
      expect(Object.values(TERMS_ON_SALE.deadlines[deadline])).toEqual([expect.any(Number)]);
      expect(Object.values(TERMS_ON_SALE.deadlines[deadline])[0]).toBeGreaterThan(0);
      expect(actions[atDeadline]?.by).toContain('clock');
    },
  );

  it.each(openStatuses)(
    '%s: the clock leads somewhere else, or reminds a person who can act there',
    (status) => {
      const { atDeadline, actions, queue } = stateOf(status);
      if (actions[atDeadline]?.to !== status) return;
      expect(queue).toBe('supervisor');
      expect(transitionsOf(status).some(([, { by, to }]) => by.includes('supervisor') && to !== status)).toBe(
        true,
      );
    },
  );

  it.each(openStatuses)('%s: if nobody ever acts, it ends or stays before a supervisor', (status) => {
    let present = status;
    for (let step = 0; step < statuses.length && !isFinal(present); step += 1) {
      const { atDeadline, actions } = stateOf(present);
      present = actions[atDeadline]?.to as ClaimStatus;
    }
    expect(isFinal(present) || stateOf(present).queue === 'supervisor').toBe(true);
  });

  it.each(openStatuses)('%s: an error puts it before a person, or a person is there already', (status) => {
    const flagged = findTransition(status, 'flag', 'system');
    expect(flagged?.to ?? status).toBe('needs-attention');
  });

  it.each(openStatuses)(
    '%s: whoever has the turn can take a step, or the service does it on their film',
    (status) => {
      const { queue } = stateOf(status);
      const whose = queue === 'outside' ? 'specialist' : queue;
      expect(transitionsOf(status).some(([, { by }]) => by.includes(whose))).toBe(true);
    },
  );

  it.each(finalStatuses)('%s is over: it stands in no queue, and only people can open it again', (status) => {
    expect(claimLifecycle[status]).toHaveProperty('final', true);
    expect(queueOf(status)).toBeUndefined();
    expect(openState(status)).toBeUndefined();
    for (const [, { by, to, whenAppealed }] of transitionsOf(status)) {
      expect(by.some((role) => role === 'clock' || role === 'system')).toBe(false);
      expect(to === 'in-appeal' || (to === 'in-review' && whenAppealed === 'in-appeal')).toBe(true);
    }
  });

  it.each(['compensated', 'merged'] as const)(
    '%s is over for good: money is not asked for twice',
    (status) => {
      for (const action of claimActions)
        for (const role of actorRole.options) expect(findTransition(status, action, role)).toBeUndefined();
    },
  );

  it('a customer opens nothing but a refusal again, by an appeal', () => {
    const opening = finalStatuses.flatMap((status) =>
      transitionsOf(status)
        .filter(([, { by }]) => by.includes('customer'))
        .map(([action]) => `${status}: ${action}`),
    );
    expect(opening).toEqual(['refused: appeal']);
  });

  it('money above the limit takes two roles: who proposes cannot approve, who approves cannot propose', () => {
    for (const status of statuses) {
      for (const [action, { by, to }] of transitionsOf(status)) {
        if (to === 'awaiting-approval' && action !== 'remind') expect(by).toEqual(['specialist']);
        if (action === 'approve') expect(by).toEqual(['specialist']);
        if (status === 'awaiting-approval' && to === 'approved') expect(by).toEqual(['supervisor']);
      }
    }
  });

  it('what others give back ends a claim only when nothing of the loss is left', () => {
    const whole = statuses.flatMap((status) =>
      transitionsOf(status).flatMap(([action, { to, whenWhole }]) =>
        whenWhole ? [{ status, action, to, whenWhole }] : [],
      ),
    );
    expect(whole).not.toHaveLength(0);
    for (const { status, action, to, whenWhole } of whole) {
      expect(to).toBe(status);
      expect(whenWhole).toBe(action === 'seller-refunded' ? 'refunded-by-seller' : 'recovered-through-bank');
    }
  });

  it('an appealed claim never comes before the first reviewer’s queue again: it is decided as an appeal', () => {
    const after = reachableFrom(['in-appeal'], () => true, true);
    expect([...after].filter((status) => ['in-review', 'awaiting-video'].includes(status))).toEqual([]);
    expect([...after]).toEqual(expect.arrayContaining(['awaiting-customer', 'needs-attention', 'refused']));
  });

  it('whatever leads an open claim back to review leads an appealed one back to its appeal, and nothing else does', () => {
    const back = statuses
      .filter((status) => reachableFrom(['in-appeal'], () => true, true).has(status))
      .flatMap((status) => transitionsOf(status));
    for (const [, { to, whenAppealed }] of back)
      expect(whenAppealed).toBe(to === 'in-review' ? 'in-appeal' : undefined);
  });

  it('has no action that no state allows', () => {
    const used = new Set(statuses.flatMap((status) => transitionsOf(status).map(([action]) => action)));
    expect([...used].sort()).toEqual([...claimActions].sort());
  });

  it('lets a customer only answer, withdraw before the decision, and appeal after a refusal', () => {
    const ofCustomer = statuses.flatMap((status) =>
      transitionsOf(status)
        .filter(([, { by }]) => by.includes('customer'))
        .map(([action]) => `${status}: ${action}`),
    );
    expect(ofCustomer.sort()).toEqual([
      'awaiting-approval: withdraw',
      'awaiting-customer: answer',
      'awaiting-customer: withdraw',
      'awaiting-reply: withdraw',
      'awaiting-video: withdraw',
      'in-appeal: withdraw',
      'in-review: withdraw',
      'refused: appeal',
    ]);
  });

  it('needs a person for every decision, and the service says that money has arrived, or a supervisor by hand', () => {
    for (const status of openStatuses) {
      for (const [action, { by, to }] of transitionsOf(status)) {
        if (to === 'approved' || to === 'refused')
          expect(by.filter((role) => role !== 'specialist' && role !== 'supervisor')).toEqual([]);
        if (to === 'compensated' && action !== 'settle-by-hand')
          expect([action, by]).toEqual([action, ['system']]);
        if (to === 'lapsed') expect([status, by]).toEqual(['awaiting-video', ['clock']]);
      }
    }
    const byItself = (role: ActorRole) => role === 'clock' || role === 'system';
    for (const isAppealed of [false, true])
      expect(reachableFrom(['in-review', 'in-appeal'], byItself, isAppealed)).not.toContain('paying');
  });

  it('is of actions that are told from any other word', () => {
    expect(claimActions.every(isClaimAction)).toBe(true);
    for (const word of ['', 'Approve', 'pay', '__proto__']) expect(isClaimAction(word)).toBe(false);
  });

  it('an open claim stands in its queue by its deadline, and cannot be without one', () => {
    const { deadline, ...endless } = someClaim();
    expect(placeInQueue({ ...endless, deadline: deadline as string })).toEqual({
      queue: 'specialist',
      dueAt: deadline,
    });
    expect(() => placeInQueue(endless)).toThrow('has to have a deadline');
    expect(placeInQueue({ ...endless, status: 'refused' })).toBeUndefined();
  });

  it('while money can be stopped it stands before the specialists by then, or by a deadline before', () => {
    const urgentUntil = '2026-03-05T16:00:00.000Z';
    const place = (deadline: string) =>
      placeInQueue(someClaim({ status: 'awaiting-reply', deadline, urgentUntil }));
    expect(place('2026-03-05T16:00:00.001Z')).toEqual({ queue: 'specialist', dueAt: urgentUntil });
    const before = '2026-03-05T15:59:59.999Z';
    expect(place(before)).toEqual({ queue: 'specialist', dueAt: before });
  });

  it('knows no step of a clerk', () => {
    for (const status of statuses)
      for (const [, { by }] of transitionsOf(status)) expect(by).not.toContain('clerk');
  });
});

describe.each(locales)('what the customer reads in %s', (locale) => {
  const words = {
    ru: {
      yours: /^Следующий шаг за вами/,
      ours: /^Следующий шаг за нами/,
      theirs: /^Следующий шаг за теми, кому мы написали/,
      otherwise: {
        lapsed: /закроется без рассмотрения/,
        'in-review': /специалист решит по тем материалам, которые уже есть/,
        'needs-attention': /старш(ий|его) специалист/,
        'awaiting-approval': /мы напомним о нём сами/,
        'awaiting-reply': /специалист продолжит без него/,
      },
      closes: /(?<!не )закроется/,
    },
    en: {
      yours: /^The next step is yours/,
      ours: /^The next step is ours/,
      theirs: /^The next step is with those we wrote to/,
      otherwise: {
        lapsed: /closes without a review/,
        'in-review': /specialist decides on the material that is already there/,
        'needs-attention': /senior specialist/,
        'awaiting-approval': /we remind them ourselves/,
        'awaiting-reply': /the specialist goes on without it/,
      },
      closes: /\bcloses\b/,
    },
  }[locale];

  it.each(openStatuses)('%s: a title, who acts, by when and what otherwise', (status) => {
    const { title, whoActs, byWhen, otherwise, sms } = claimCards[locale][status];
    for (const text of [title, whoActs, otherwise, sms]) expect(text).toMatch(/\S/);
    expect(byWhen).toContain('{date}');
  });

  it.each(openStatuses)('%s: who acts is whose turn it is in the table', (status) => {
    const { whoActs } = claimCards[locale][status];
    const { queue } = stateOf(status);
    const whose = queue === 'customer' ? words.yours : queue === 'outside' ? words.theirs : words.ours;
    expect(whoActs).toMatch(whose);
  });

  it.each(openStatuses)('%s: what happens otherwise is what the clock does', (status) => {
    const { atDeadline, actions } = stateOf(status);
    const to = actions[atDeadline]?.to as keyof typeof words.otherwise;
    const otherwise = claimCards[locale][status].otherwise ?? '';
    // Two states lead to review; each says it in its own words.
    expect(otherwise).toMatch(words.otherwise[status === 'awaiting-reply' ? status : to]);
    // A claim closes by itself only where the table says so.
    expect(words.closes.test(otherwise)).toBe(to === 'lapsed');
  });

  it.each(finalStatuses)(
    '%s: a title and how it ended; only a refusal still has a date, to appeal',
    (status) => {
      const { title, whoActs, byWhen, otherwise, sms } = claimCards[locale][status];
      for (const text of [title, whoActs, sms]) expect(text).toMatch(/\S/);
      expect([byWhen !== null, otherwise !== null]).toEqual(
        status === 'refused' ? [true, true] : [false, false],
      );
    },
  );

  it('every state reads differently, and after an appeal once more', () => {
    const after = Object.values(claimCardsAfterAppeal[locale]);
    const cards = [...statuses.map((status) => claimCards[locale][status]), ...after];
    expect(new Set(cards.map(({ title }) => title)).size).toBe(cards.length);
    expect(new Set(cards.map(({ sms }) => sms)).size).toBe(cards.length);
  });

  it('after an appeal nothing promises another one, or another filing', () => {
    for (const card of Object.values(claimCardsAfterAppeal[locale])) {
      expect([card.byWhen, card.otherwise]).toEqual([null, null]);
      expect(`${card.whoActs} ${card.sms}`).not.toMatch(
        /\{date\}|обратиться снова|file again|попросите|ask for/,
      );
    }
  });

  it('the appeal is looked at by another specialist than who refused', () => {
    const other = {
      ru: /другой специалист, не тот, кто отказал/,
      en: /another specialist, not the one who refused/,
    };
    expect(claimCards[locale]['in-appeal'].whoActs).toMatch(other[locale]);
  });
});

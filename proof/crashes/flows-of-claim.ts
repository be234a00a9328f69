import { toInstant, toMillis } from '../../functions/clock.ts';
import type { ClaimStatus } from '../../functions/contracts/case.ts';
import { Broken } from '../proof.ts';
import { outside } from '../world/outside.ts';
import { virtualDate } from '../world/virtual-date.ts';
import type { Flow, Step } from './flow.ts';
import { ANNA, BORIS, CLARA, type Life, VERA } from './life.ts';
import { all, happened, rest, stands } from './steps-of-any.ts';
import {
  askForCode,
  begin,
  changePayee,
  complete,
  file,
  fileByPhone,
  film,
  onPage,
  send,
} from './steps-of-customer.ts';
import { act, approve, assign, consent, propose, refuse, takeNext } from './steps-of-desk.ts';
import { uploadAtDesk } from './steps-of-documents.ts';
import { OF_TWO_PEOPLE, sell, WITH_FILM } from './steps-of-sale.ts';

/** Paid what was approved, once. */
const isPaid =
  (of: (life: Life) => number = ({ sold }) => sold.amount): Step =>
  async (life) => {
    await stands('compensated')(life);
    const paid = outside().payouts.paid.map(({ amount }) => amount);
    if (paid.length !== 1 || paid[0] !== of(life)) throw new Broken(`Paid was ${paid.join(' and ')}.`);
  };

const onlyOne: Step = async (life) => {
  const { claims } = await life.file();
  if (claims.length !== 1) throw new Broken(`There are ${claims.length} claims.`);
};

/** Until a moment after the claim's deadline. */
const deadlinePasses: Step = async (life) => {
  const { deadline } = await life.claim();
  if (deadline !== undefined) virtualDate.set(toInstant(toMillis(deadline) + 1_000));
};

const providerIs =
  (mood: Parameters<ReturnType<typeof outside>['payouts']['behave']>[0]): Step =>
  async () =>
    outside().payouts.behave(mood);

const inReview: readonly Step[] = [sell(), file(), rest];
const filmed: readonly Step[] = [sell({ amount: WITH_FILM }), ...film, file(), rest];

const desk = (name: string, status: ClaimStatus, step: Step, given: readonly Step[] = inReview): Flow => ({
  name,
  given,
  steps: [step],
  reached: stands(status),
});

const rejectedPayout: readonly Step[] = [
  ...inReview,
  providerIs({ rejection: 'unknown-recipient' }),
  approve(),
  rest,
  providerIs({}),
];

const appealed: readonly Step[] = [
  ...inReview,
  refuse,
  rest,
  onPage('appeal', { reason: 'На видео всё видно.' }),
  rest,
];

export const flowsOfClaim: Flow[] = [
  {
    name: 'a claim by the page',
    given: [sell(), rest],
    steps: [file()],
    reached: all(onlyOne, stands('in-review')),
  },
  {
    name: 'a claim that waits for its film',
    given: [sell({ amount: WITH_FILM }), rest],
    steps: [file()],
    reached: stands('awaiting-video'),
  },
  {
    name: 'a claim with its film',
    given: [sell({ amount: WITH_FILM }), ...film, rest],
    steps: [file()],
    reached: stands('in-review'),
  },
  {
    name: 'a claim by telephone',
    given: [sell(), rest],
    steps: [fileByPhone],
    reached: all(onlyOne, stands('in-review')),
  },
  { name: 'a claim by both', given: [sell(), rest], steps: [file(), fileByPhone], reached: onlyOne },
  {
    name: 'the film that a claim waited for',
    given: [sell({ amount: WITH_FILM }), file(), rest, begin(), send],
    steps: [complete],
    reached: stands('in-review'),
  },
  desk('the film is waived', 'in-review', act('waive-film'), [sell({ amount: WITH_FILM }), file(), rest]),
  desk('a withdrawal by the page', 'withdrawn', onPage('withdraw')),
  desk('a withdrawal at the desk', 'withdrawn', act('withdraw')),
  desk('a refusal', 'refused', refuse),
  desk(
    'a question',
    'awaiting-customer',
    act('ask-for-more', ANNA, { question: 'Где чек?', requestedDocuments: ['receipt'] }),
  ),
  desk('an answer by the page', 'in-review', onPage('answer', { answer: 'Вот он.' }), [
    ...inReview,
    act('ask-for-more', ANNA, { question: 'Где чек?' }),
    rest,
  ]),
  desk('an answer by telephone', 'in-review', act('answer', CLARA, { answer: 'Сказано по телефону.' }), [
    ...inReview,
    act('ask-for-more', ANNA, { question: 'Где чек?' }),
    rest,
  ]),
  desk('an appeal', 'in-appeal', onPage('appeal', { reason: 'На видео всё видно.' }), [
    ...inReview,
    refuse,
    rest,
  ]),
  desk('money back from the seller', 'in-review', act('seller-refunded', ANNA, { amount: 1_000 })),
  desk(
    'all the money back from the bank',
    'recovered-through-bank',
    act('bank-recovered', ANNA, (life: Life) => ({ amount: life.sold.amount })),
  ),
  desk(
    'a merger',
    'merged',
    act('merge', ANNA, async (life: Life) => ({ intoClaimId: (await life.claim(1)).claimId })),
    [...inReview, file('wrong-item'), rest],
  ),
  desk('a return to review', 'in-review', act('return-to-review', BORIS, { reason: 'Ещё раз.' }), [
    ...inReview,
    deadlinePasses,
    rest,
  ]),
  { name: 'a case is taken', given: inReview, steps: [takeNext], reached: happened('assigned') },
  {
    name: 'a case is handed over',
    given: [...inReview, takeNext, rest],
    steps: [assign(null, BORIS)],
    reached: happened('assigned', 2),
  },
  { name: 'an approval and its payout', given: inReview, steps: [approve()], reached: isPaid() },
  { name: 'an approval of less', given: filmed, steps: [approve(123_457)], reached: isPaid(() => 123_457) },
  {
    name: 'a proposal',
    given: [sell({ amount: OF_TWO_PEOPLE }), ...film, file(), rest],
    steps: [propose],
    reached: stands('awaiting-approval'),
  },
  {
    name: 'the consent of a second person and the payout',
    given: [sell({ amount: OF_TWO_PEOPLE }), ...film, file(), rest, propose, rest],
    steps: [consent(BORIS)],
    reached: isPaid(),
  },
  {
    name: 'a payout that was turned down, again',
    given: rejectedPayout,
    steps: [act('retry-payout', BORIS)],
    reached: isPaid(),
  },
  {
    name: 'a payout that is turned down',
    given: [...inReview, providerIs({ rejection: 'unknown-recipient' })],
    steps: [approve()],
    reached: stands('needs-attention'),
  },
  {
    name: 'a payout whose answers get lost',
    given: [...inReview, providerIs({ answersToLose: 2 })],
    steps: [approve()],
    reached: isPaid(),
  },
  {
    name: 'a rejection that the provider takes back',
    given: [
      ...inReview,
      providerIs({ lie: (answer) => ({ ...answer, status: 'rejected' }) }),
      approve(),
      rest,
      providerIs({}),
    ],
    steps: [act('retry-payout', BORIS)],
    reached: isPaid(),
  },
  {
    name: 'a payout that is settled by hand',
    given: [...inReview, providerIs({ lie: (answer) => ({ ...answer, amount: 1 }) }), approve(), rest],
    steps: [act('settle-by-hand', VERA, { reason: 'Выписка банка.' })],
    reached: isPaid(),
  },
  {
    name: 'the code for another payee',
    given: inReview,
    steps: [askForCode, rest, askAgainWithoutCode, rest],
    reached: codeArrived,
  },
  {
    name: 'another payee',
    given: [...inReview, askForCode],
    steps: [changePayee],
    reached: happened('payee-changed'),
  },
  {
    name: 'another payee of a proposal',
    given: [sell({ amount: OF_TWO_PEOPLE }), ...film, file(), rest, propose, rest, askForCode],
    steps: [changePayee],
    reached: all(happened('payee-changed'), stands('in-review')),
  },
  {
    name: 'a deadline that passes',
    given: [sell({ amount: WITH_FILM }), file(), rest, deadlinePasses],
    steps: [rest],
    reached: stands('lapsed'),
  },
  {
    name: 'a deadline of the desk that passes',
    given: [...inReview, deadlinePasses],
    steps: [rest],
    reached: stands('needs-attention'),
  },
  {
    name: 'a deadline of an appeal that passes',
    given: [...appealed, deadlinePasses],
    steps: [rest],
    reached: stands('needs-attention'),
  },
  {
    name: 'an approval after an appeal',
    given: appealed,
    steps: [act('approve', CLARA, { amount: 1_000, evidence: ['Видео'] })],
    reached: isPaid(() => 1_000),
  },
  {
    name: 'a workflow that was stopped',
    given: inReview,
    steps: [stop, rest],
    reached: happened('restart-workflow'),
  },
  {
    name: 'a workflow that was stopped, of which the event came',
    given: inReview,
    steps: [stop, restart],
    reached: happened('restart-workflow'),
  },
  {
    name: 'money in the post',
    given: [sell({ amount: WITH_FILM }), cashIsInPost],
    steps: [file()],
    reached: happened('money-looked-for'),
  },
  {
    name: 'a claim opened again for late news',
    given: [...inReview, refuse, rest, waitMinute, ...uploadAtDesk, rest],
    steps: [act('reopen', BORIS, { reason: 'Пришёл ответ.' })],
    reached: stands('in-review'),
  },
];

/** In one life: the code after that comes. */
const MOST_DEATHS = 2;

const hasCode = () => [...outside().messaging.messages.values()].some(({ text }) => /\b\d{6}\b/.test(text));

/** A code whose message was lost costs one of five a day (docs/decisions/12): the customer asks for the next one. */
async function askAgainWithoutCode(life: Life): Promise<void> {
  for (let tries = 0; !hasCode() && tries < MOST_DEATHS; tries += 1) {
    await askForCode(life);
    await life.comeToRest();
  }
}

async function codeArrived(): Promise<void> {
  if (!hasCode()) throw new Broken('No code came.');
}

async function stop(): Promise<void> {
  for (const execution of outside().executions.executions.values())
    if (execution.status === 'running') outside().executions.kill(execution);
}

async function restart(life: Life): Promise<void> {
  const { trackingNumber, claimId } = await life.claim();
  await life.run('restart-claim-workflow', {
    detail: { input: JSON.stringify({ trackingNumber, claimId }) },
  });
}

async function cashIsInPost(life: Life): Promise<void> {
  const { trackingNumber, amount } = life.sold;
  const acceptedAt = life.world.now;
  outside().carrier.orders.set(trackingNumber, {
    state: 'accepted',
    orderNumber: 'M-1',
    amount,
    acceptedAt,
    payeeOffice: '620000',
  });
}

async function waitMinute(): Promise<void> {
  virtualDate.advance(60_000);
}

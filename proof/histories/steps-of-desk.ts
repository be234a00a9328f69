import { actionsOf, claimActions, claimLifecycle } from '../../functions/claims/claim-lifecycle.ts';
import type { ClaimStatus } from '../../functions/contracts/case.ts';
import { withCheckDigit } from '../../local/tracking-number.ts';
import { WHOLE_REFUSAL } from '../../test/claims/claims-fixture.ts';
import { expectedByTelephone } from './expectation.ts';
import { expectStatus, type History, PEOPLE, type Picks, pick, SPECIALISTS, type Step } from './model.ts';

const REASON = 'Новые сведения.';
export const A_LETTER_SENT = 'a letter sent';

/** Letters and replies have operations of their own; by hand is settled after twelve attempts to pay, which `provider` makes. */
const DONE_ELSEWHERE: readonly string[] = ['send-letter', 'receive-reply', 'settle-by-hand'];
/** What a person can take by `act-on-claim`, and has to have taken in so many histories. */
const ROLES = ['specialist', 'supervisor'] as const;
export const ACTIONS_OF_THE_DESK: readonly string[] = (Object.keys(claimLifecycle) as ClaimStatus[])
  .flatMap((status) => ROLES.flatMap((role) => actionsOf(status, role)))
  .filter((action) => !DONE_ELSEWHERE.includes(action));

const WAYS_OUT = [
  { channel: 'email' },
  { channel: 'post', postalTrackingNumber: withCheckDigit('1010099000001') },
] as const;

interface ShownClaim {
  claimId: string;
  allowedActions: string[];
  mostToApprove: number;
  amount: number;
  proposal?: { binding: string };
  mergeableInto: string[];
  checklist: { anyOf: string[]; mandatory: boolean; metBy: string[] }[];
}

/** What a person would send along with an action, by what the case shows them. */
function detailsOf(action: string, claim: ShownClaim, { b, c }: Picks): object {
  const unmet = claim.checklist.filter(({ mandatory, metBy }) => mandatory && metBy.length === 0);
  const documents = unmet.flatMap(({ anyOf }) => anyOf);
  const without = documents.length > 0 && { withoutDocuments: { documents, reason: 'Иначе не получить.' } };
  const amount = Math.max(1, Math.floor(claim.mostToApprove / (1 + (c % 3))));
  switch (action) {
    case 'approve':
    case 'propose':
      return { amount, evidence: ['Видео'], ...without };
    case 'approve-proposal':
      return { binding: claim.proposal?.binding };
    case 'refuse':
      return { ...WHOLE_REFUSAL, evidence: ['Видео'] };
    case 'ask-for-more':
      return { question: 'Где чек?', ...(b % 2 === 0 && { requestedDocuments: ['receipt'] }) };
    case 'answer':
      return { answer: 'Сказано по телефону.' };
    case 'seller-refunded':
    case 'bank-recovered':
      return { amount: Math.max(1, Math.floor(claim.amount / (1 + (c % 3)))) };
    case 'merge':
      return { intoClaimId: claim.mergeableInto[0] ?? claim.claimId };
    case 'reopen':
    case 'appeal':
    case 'settle-by-hand':
    case 'return-to-review':
      return { reason: REASON };
    default:
      return {};
  }
}

async function readCase(history: History, { a, b }: Picks) {
  const { trackingNumber, claimId } = pick(history.filed, a);
  const person = pick(PEOPLE, b);
  const answer = await history.call('read-case', { as: person, parameters: { trackingNumber } });
  expectStatus(answer, [200], 'A case');
  const claims = answer.body.claims as ShownClaim[];
  const claim = claims.find((each) => each.claimId === claimId);
  return { trackingNumber, person, claim, etag: String(answer.headers.etag) };
}

/** What a person saw of the case before they act. */
type Shown = Awaited<ReturnType<typeof readCase>>;

async function act(
  history: History,
  picks: Picks,
  shown: Shown,
  action: string | undefined,
  etag?: string,
): Promise<void> {
  // An older policy's claim is in the same case; one that is gone from it is found by the invariants.
  if (!shown.claim || action === undefined) return;
  const { trackingNumber, person, claim } = shown;
  const answer = await history.call('act-on-claim', {
    as: person,
    parameters: { trackingNumber, claimId: claim.claimId, action },
    headers: { 'if-match': etag ?? shown.etag },
    body: detailsOf(action, claim, picks),
  });
  expectStatus(answer, [200, 403, 404, 409, 422], `The desk's ${action}`);
  if (answer.status === 200) history.countDone(`desk: ${action}`);
}

const ofCase = (
  name: string,
  send: (given: { trackingNumber: string; claimId: string }, history: History, picks: Picks) => Promise<void>,
): Step => ({
  name,
  needs: 'claim',
  run: (history, picks) => send(pick(history.filed, picks.a), history, picks),
});

export const stepsOfDesk: Step[] = [
  {
    name: 'desk: an allowed action',
    needs: 'claim',
    weight: 10,
    async run(history, picks) {
      const shown = await readCase(history, picks);
      const allowed = shown.claim?.allowedActions ?? [];
      if (allowed.length > 0) await act(history, picks, shown, pick(allowed, picks.c));
    },
  },
  {
    name: 'desk: any action',
    needs: 'claim',
    weight: 5,
    run: async (history, picks) =>
      act(history, picks, await readCase(history, picks), pick(claimActions, picks.c)),
  },
  {
    name: 'desk: an action on a case as it was',
    needs: 'claim',
    run: async (history, picks) =>
      act(history, picks, await readCase(history, picks), pick(claimActions, picks.c), '"0"'),
  },
  {
    name: 'approve or propose',
    needs: 'claim',
    weight: 5,
    async run(history, picks) {
      const shown = await readCase(history, picks);
      const money = ['approve', 'propose', 'approve-proposal', 'retry-payout', 'settle-by-hand'];
      const action = shown.claim?.allowedActions.filter((each) => money.includes(each));
      if (action?.length) await act(history, picks, shown, pick(action, picks.c));
    },
  },
  {
    name: 'file a claim by telephone',
    needs: 'sale',
    async run(history, { a, b, c }) {
      const sold = pick(history.sold, a);
      const kind = pick(['damaged', 'wrong-item'] as const, c);
      const expected = await expectedByTelephone(history, sold, kind);
      const body = {
        kind,
        amount: 1 + (c % sold.amount),
        description: 'Звонок',
      };
      const answer = await history.call('file-phone-claim', {
        as: pick(PEOPLE, b),
        parameters: { trackingNumber: sold.trackingNumber },
        body,
      });
      expectStatus(answer, expected, 'A claim by telephone');
      if (answer.status >= 300) return;
      const { claimId, policyId } = answer.body;
      if (!history.filed.some((filed) => filed.claimId === claimId))
        history.filed.push({ trackingNumber: sold.trackingNumber, policyId, claimId });
    },
  },
  {
    name: 'take the next case',
    needs: 'nothing',
    async run(history, { a }) {
      expectStatus(
        await history.call('take-next', { as: pick(SPECIALISTS, a) }),
        [200, 503],
        'The next case',
      );
    },
  },
  ofCase('assign a case', async ({ trackingNumber, claimId }, history, { b, c }) => {
    const assignee = pick([...SPECIALISTS.map(({ id }) => id), null], c);
    const answer = await history.call('assign-claim', {
      as: pick(PEOPLE, b),
      parameters: { trackingNumber, claimId },
      body: { assignee },
    });
    expectStatus(answer, [200, 403, 404, 409, 422], 'Another assignee');
  }),
  {
    name: 'go away, or come back',
    needs: 'nothing',
    async run(history, { a, b }) {
      const person = pick(SPECIALISTS, a);
      const absentUntil = b % 2 === 0 ? null : new Date(Date.now() + 86_400_000).toISOString();
      const answer = await history.call('change-staff', {
        as: person,
        parameters: { personId: person.id },
        body: { absentUntil },
      });
      expectStatus(answer, [200, 404], 'An absence');
    },
  },
  ofCase('write a letter', async ({ trackingNumber, claimId }, history, { b, c }) => {
    const by = pick(PEOPLE, b);
    const kind = pick(
      ['claim-to-seller', 'request-to-bank', 'reply-to-customer', 'recall-of-money-order'],
      c,
    );
    const answer = await history.call('write-letter', {
      as: by,
      parameters: { trackingNumber, claimId },
      body: { kind },
    });
    expectStatus(answer, [201, 403, 404, 409], 'A letter');
    if (answer.status === 201) history.letters.push({ trackingNumber, letterId: answer.body.letterId, by });
  }),
  {
    name: 'change a letter',
    needs: 'letter',
    async run(history, { a, b }) {
      const { trackingNumber, letterId, by } = pick(history.letters, a);
      const recipient = { name: 'ООО «Быстрая посылка»', address: 'Москва, 1', email: 'a@example.org' };
      const body = {
        version: 1 + (b % 3),
        recipient,
        subject: 'Тема',
        body: 'Верните деньги.',
        enclosures: [],
      };
      const answer = await history.call('change-letter', {
        as: by,
        parameters: { trackingNumber, letterId },
        body,
      });
      expectStatus(answer, [200, 403, 404, 409, 422], 'A changed letter');
    },
  },
  {
    name: 'send a letter',
    needs: 'letter',
    async run(history, { a, b, c }) {
      const { trackingNumber, letterId, by } = pick(history.letters, a);
      const body = { version: 1 + (b % 3), ...pick(WAYS_OUT, c) };
      const answer = await history.call('dispatch-letter', {
        as: by,
        parameters: { trackingNumber, letterId },
        body,
      });
      expectStatus(answer, [200, 403, 404, 409, 422], 'A letter that goes out');
      if (answer.status === 200) history.countDone(A_LETTER_SENT);
    },
  },
  {
    name: 'write, fill in and send a letter',
    needs: 'claim',
    weight: 3,
    async run(history, { a, b, c }) {
      const { trackingNumber, claimId } = pick(history.filed, a);
      const by = pick(PEOPLE, b);
      const kind = pick(['claim-to-seller', 'request-to-bank', 'recall-of-money-order'], c);
      const parameters = { trackingNumber, claimId };
      const written = await history.call('write-letter', { as: by, parameters, body: { kind } });
      if (written.status !== 201) return;
      const { letterId } = written.body;
      history.letters.push({ trackingNumber, letterId, by });
      const recipient = { name: 'ООО «Быстрая посылка»', address: 'Москва, 1', email: 'a@example.org' };
      const changed = await history.call('change-letter', {
        as: by,
        parameters: { trackingNumber, letterId },
        body: { version: 1, recipient, subject: 'Тема', body: 'Верните деньги.', enclosures: [] },
      });
      if (changed.status !== 200) return;
      const sent = await history.call('dispatch-letter', {
        as: by,
        parameters: { trackingNumber, letterId },
        body: { version: changed.body.version, ...pick(WAYS_OUT, c) },
      });
      expectStatus(sent, [200, 403, 404, 409, 422], 'A letter that goes out');
      if (sent.status === 200) history.countDone(A_LETTER_SENT);
    },
  },
  {
    name: 'discard a letter',
    needs: 'letter',
    async run(history, { a }) {
      const { trackingNumber, letterId, by } = pick(history.letters, a);
      const answer = await history.call('discard-letter', {
        as: by,
        parameters: { trackingNumber, letterId },
      });
      expectStatus(answer, [204, 403, 404, 409], 'A discarded letter');
    },
  },
  {
    name: 'file a reply',
    needs: 'letter',
    async run(history, { a, b }) {
      const { trackingNumber, letterId, by } = pick(history.letters, a);
      const outcome = pick(['agreed', 'declined', 'other'], b);
      const body = { receivedAt: history.world.now, outcome, summary: 'Ответили.' };
      const answer = await history.call('file-reply', {
        as: by,
        parameters: { trackingNumber, letterId },
        body,
      });
      expectStatus(answer, [200, 403, 404, 409, 422], 'A reply');
    },
  },
  ofCase('open what is private', async ({ trackingNumber }, history, { b }) => {
    const body = { reason: 'review' };
    const answer = await history.call('open-personal', {
      as: pick(PEOPLE, b),
      parameters: { trackingNumber },
      body,
    });
    expectStatus(answer, [200, 403, 404], 'What is private');
  }),
  {
    name: 'begin a document at the desk',
    needs: 'sale',
    async run(history, { a, b, c }) {
      const sold = pick(history.sold, a);
      const by = pick(PEOPLE, b);
      const bytes = Uint8Array.from({ length: 30 + (c % 50) }, (_, place) => place);
      const answer = await history.call('start-case-upload', {
        as: by,
        parameters: { trackingNumber: sold.trackingNumber },
        body: { fileName: 'ответ.pdf', contentType: 'application/pdf', size: bytes.length },
      });
      expectStatus(answer, [201, 403, 404, 409], 'A document at the desk');
      if (answer.status === 201)
        history.remember({ sold, uploadId: answer.body.uploadId, bytes, isFilm: false, by });
    },
  },
  {
    name: 'say what a document shows',
    needs: 'upload',
    async run(history, { a, b }) {
      const { sold, uploadId } = pick(history.begun, a);
      const answer = await history.call('name-document', {
        as: pick(PEOPLE, b),
        parameters: { trackingNumber: sold.trackingNumber, evidenceId: uploadId },
        body: { documentKind: 'receipt' },
      });
      expectStatus(answer, [200, 403, 404, 409], 'What a document shows');
    },
  },
  {
    name: 'note a moment of a film',
    needs: 'upload',
    async run(history, { a, b, c }) {
      const { sold, uploadId } = pick(history.begun, a);
      const answer = await history.call('bookmark-evidence', {
        as: pick(PEOPLE, b),
        parameters: { trackingNumber: sold.trackingNumber, evidenceId: uploadId },
        body: { second: c % 60, note: 'Вес' },
      });
      expectStatus(answer, [200, 403, 404, 409], 'A moment of a film');
    },
  },
  {
    name: 'look at the lists',
    needs: 'nothing',
    async run(history, { a, b }) {
      const queue = pick(['specialist', 'customer', 'outside', 'system', 'supervisor', 'unassigned'], a);
      const answer = await history.call('list-cases', { as: pick(PEOPLE, b), query: { queue, limit: '5' } });
      expectStatus(answer, [200], 'A list of cases');
    },
  },
];

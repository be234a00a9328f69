import type { Claim } from '../../functions/contracts/case.ts';
import { MOST_REPLIES } from '../../functions/letters/letter-rules.ts';
import { ANNA, done, NOW, PARCEL, refused } from '../claims/claims-fixture.ts';
import { openLetters, someDocument } from './letters-fixture.ts';

/** Five days after the letter went out. */
const REPLIED = '2026-03-10T09:00:00.000Z';

async function sentToSeller(claim: Partial<Claim> = {}, uploads = [someDocument()]) {
  const letters = await openLetters(claim, { uploads });
  const { letter } = done(await letters.dispatch(await letters.writeToSeller()));
  return { ...letters, letter };
}

describe('what is filed of an answer', () => {
  it('is when it came, who took it, what it says and its papers, and the case tells of it without its words', async () => {
    const letters = await sentToSeller();
    const documents = ['document-1', 'document-1'];
    const { letter, file } = done(await letters.reply(letters.letter, { documents }));
    expect(letter).toEqual({
      ...letters.letter,
      status: 'answered',
      version: letters.letter.version + 1,
      replies: [
        {
          receivedAt: REPLIED,
          filedAt: REPLIED,
          by: ANNA,
          outcome: 'declined',
          documents: ['document-1'],
        },
      ],
      personal: { ...letters.letter.personal, replySummaries: ['Продавец не согласен.'] },
    });
    expect(file).toEqual(await letters.readCase());
    expect(file.letters).toEqual([letter]);
    expect(file.timeline.at(-1)).toMatchObject({
      action: 'receive-reply',
      actor: ANNA,
      at: REPLIED,
      claimId: 'claim-1',
      facts: { letterKind: 'claim-to-seller', outcome: 'declined', documents: 1 },
    });
    expect(JSON.stringify(file.timeline)).not.toContain('не согласен');
  });

  it('once more is the same case, whoever opened the same post', async () => {
    const letters = await sentToSeller();
    const first = done(await letters.reply(letters.letter));
    expect(done(await letters.reply(letters.letter))).toEqual(first);
  });

  it('is another answer when anything about it is another', async () => {
    const letters = await sentToSeller();
    done(await letters.reply(letters.letter));
    const others = [
      { documents: ['document-1'] },
      { documents: ['document-1'], summary: 'И ещё раз.' },
      { documents: ['document-1'], summary: 'И ещё раз.', receivedAt: '2026-03-10T08:00:00.000Z' },
      { summary: 'И ещё раз.', receivedAt: '2026-03-10T08:00:00.000Z' },
      { summary: 'И ещё раз.', receivedAt: '2026-03-10T08:00:00.000Z', outcome: 'agreed' },
    ] as const;
    for (const [index, other] of others.entries()) {
      const input = { ...other, documents: [...('documents' in other ? other.documents : [])] };
      const { letter } = done(await letters.reply(letters.letter, input));
      expect(letter.replies).toHaveLength(index + 2);
    }
    const { replies } = await letters.readLetter(letters.letter.letterId);
    expect(replies.map(({ documents }) => documents.length)).toEqual([0, 1, 1, 1, 0, 0]);
    const last = (await letters.readCase()).timeline.at(-1);
    expect(last).toMatchObject({
      action: 'reply-filed',
      actor: ANNA,
      at: REPLIED,
      claimId: 'claim-1',
      facts: { letterKind: 'claim-to-seller', outcome: 'agreed', documents: 0 },
    });
  });
});

describe('an answer is refused', () => {
  it('to a letter that has not gone out, by the state of that letter', async () => {
    const letters = await openLetters();
    const draft = await letters.writeToSeller();
    expect(refused(await letters.reply(draft))).toEqual({
      refused: 'letter-not-sent',
      facts: { status: 'draft' },
    });
  });

  it('where it came after now, or a day or more before the letter', async () => {
    const letters = await sentToSeller();
    const at = (receivedAt: string) => letters.reply(letters.letter, { receivedAt, summary: receivedAt });
    const ruleOf = (rule: string) => ({
      refused: 'invalid-request',
      facts: { errors: [{ pointer: '/receivedAt', rule }] },
    });
    expect(await at('2026-03-10T09:00:00.001Z')).toEqual(ruleOf('in-the-future'));
    expect(await at('2026-03-04T11:59:59.999Z')).toEqual(ruleOf('before-the-letter'));
    expect(await letters.readLetter(letters.letter.letterId)).toEqual(letters.letter);
    // A day that was typed begins at midnight, so the letter of the same day is answered a little before it went out.
    done(await at('2026-03-04T12:00:00.000Z'));
    done(await at(REPLIED));
  });

  it('after as many as a letter has room for', async () => {
    const letters = await sentToSeller();
    for (let count = 1; count <= MOST_REPLIES; count += 1)
      done(await letters.reply(letters.letter, { summary: `Ответ ${count}.` }));
    expect(await letters.reply(letters.letter, { summary: 'Ещё один.' })).toEqual({
      refused: 'letters-too-many',
      facts: { maximum: MOST_REPLIES },
    });
    // Only a new one is one too many.
    done(await letters.reply(letters.letter, { summary: `Ответ ${MOST_REPLIES}.` }));
  });

  it('with papers of somebody else, or that were removed', async () => {
    const uploads = [
      someDocument({ uploadId: 'of-another', policyId: 'policy-2' }),
      someDocument({ uploadId: 'removed', removedAt: NOW }),
    ];
    const letters = await sentToSeller({}, uploads);
    for (const uploadId of ['of-another', 'removed'])
      expect(await letters.reply(letters.letter, { documents: [uploadId] })).toEqual({
        refused: 'document-unknown',
        facts: { uploadId },
      });
  });
});

describe('an answer that nobody waits for any more', () => {
  /** The claim has become this one since the letter went out. */
  async function lateReply(claim: Partial<Claim>) {
    const letters = await sentToSeller();
    const { head } = await letters.readCase();
    const { deadline: _left, ...before } = await letters.readClaim();
    const claims = [{ ...before, ...claim }];
    const change = { trackingNumber: PARCEL, expectedVersion: head.version, claims, timeline: [] };
    expect(await letters.cases.commit(change)).toBe('committed');
    const after = done(await letters.reply(letters.letter));
    expect(after.file).toEqual(await letters.readCase());
    return { before: claims[0], after: await letters.readClaim() };
  }
  const DEADLINE = '2026-03-20T21:00:00.000Z';
  const proposed = { status: 'in-review', suggestedStep: 'request-to-bank', deadline: DEADLINE } as const;

  it('overtakes what was proposed because it did not come', async () => {
    const { before, after } = await lateReply(proposed);
    expect(after).toEqual({ ...before, suggestedStep: 'decide' });
  });

  it.each<[string, Partial<Claim>]>([
    ['where nothing was proposed', { status: 'in-review', deadline: DEADLINE }],
    ['where money has to be stopped in the post', { ...proposed, urgentUntil: '2026-03-10T12:00:00.000Z' }],
    ['where the claim is closed', { status: 'withdrawn', suggestedStep: 'request-to-bank' }],
  ])('changes nothing about the claim %s', async (_where, claim) => {
    const { before, after } = await lateReply(claim);
    expect(after).toEqual(before);
  });
});

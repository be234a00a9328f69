import { createHash } from 'node:crypto';
import type { Letter } from '../../functions/contracts/case.ts';
import { discardLetter } from '../../functions/letters/discard-letter.ts';
import { readLetterPdf } from '../../functions/letters/read-letter-pdf.ts';
import { writeLetter } from '../../functions/letters/write-letter.ts';
import { ANNA, CLARA, done, NOW, PARCEL, refused } from '../claims/claims-fixture.ts';
import { type OpenedLetters, openLetters, REGISTERED } from './letters-fixture.ts';

const DUE = '2026-03-15T21:00:00.000Z';
const NOT_FOUND = { refused: 'not-found', facts: {} };
/** Another right number that is nobody's parcel here. */
const ANOTHER = '39000024000026';
const byPost = { channel: 'post', postalTrackingNumber: REGISTERED } as const;

describe('a letter that has gone out', () => {
  it('is the draft with its number, its bytes and its way, and a step of its claim', async () => {
    const letters = await openLetters();
    const draft = await letters.writeToSeller();
    const { letter, file } = done(await letters.dispatch(draft, byPost));
    const objectKey = `letters/${PARCEL}/policy-1/claim-1-1/26-000001.pdf`;
    const bytes = await letters.storage.read(objectKey);
    expect(letter).toEqual({
      ...draft,
      status: 'sent',
      version: draft.version + 1,
      channel: 'post',
      postalTrackingNumber: REGISTERED,
      outgoingNumber: '26-000001',
      pdf: {
        objectKey,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        size: bytes.length,
        pages: 1,
      },
      sentAt: NOW,
      sentBy: ANNA,
      replyDueAt: DUE,
    });
    expect(file).toEqual(await letters.readCase());
    expect(file.timeline.at(-1)).toMatchObject({
      action: 'send-letter',
      actor: ANNA,
      claimId: 'claim-1',
      facts: {
        letterKind: 'claim-to-seller',
        channel: 'post',
        outgoingNumber: '26-000001',
        replyDueAt: DUE,
      },
    });
  });

  it('that nobody has to answer is no step, and is told of all the same', async () => {
    const letters = await openLetters();
    const draft = done(await letters.write('reply-to-customer'));
    const answered = done(await letters.change(draft, { body: 'Мы продолжаем работать.' }));
    const { letter, file } = done(await letters.dispatch(answered));
    expect(letter).not.toHaveProperty('replyDueAt');
    expect(letter).not.toHaveProperty('postalTrackingNumber');
    expect(file.letters).toEqual([letter]);
    expect(file.timeline.at(-1)).toMatchObject({
      action: 'letter-sent',
      actor: ANNA,
      at: NOW,
      claimId: 'claim-1',
      facts: { letterKind: 'reply-to-customer', channel: 'email', outgoingNumber: '26-000001' },
    });
  });
});

describe('sending once more', () => {
  it('by post is the same letter under the same number, however it is written', async () => {
    const letters = await openLetters();
    const draft = await letters.writeToSeller();
    const first = done(await letters.dispatch(draft, byPost));
    expect(done(await letters.dispatch(draft, byPost))).toEqual(first);
    const spaced = { ...byPost, postalTrackingNumber: '390000 24 00001 9' };
    expect(done(await letters.dispatch(draft, spaced))).toEqual(first);
    expect(letters.storage.objects()).toHaveLength(1);
  });

  it.each([
    ['another number', { ...byPost, postalTrackingNumber: ANOTHER }],
    ['a wrong one', { ...byPost, postalTrackingNumber: '39000024000018' }],
    ['none', { channel: 'post' }],
    ['the e-mail', { channel: 'email' }],
  ] as const)('by post with %s is another letter, which is refused', async (_name, way) => {
    const letters = await openLetters();
    const draft = await letters.writeToSeller();
    done(await letters.dispatch(draft, byPost));
    expect(await letters.dispatch(draft, way)).toEqual({
      refused: 'letter-not-draft',
      facts: { status: 'sent' },
    });
  });

  it('goes by the sale of its own policy, whatever else was sold for the parcel', async () => {
    const letters = await openLetters();
    const draft = done(await letters.write('reply-to-customer'));
    const answered = done(await letters.change(draft, { body: 'Мы продолжаем работать.' }));
    const own = await letters.readPolicy();
    const { email: _none, ...unreachable } = own.personal.customer;
    const another = { ...own, policyId: 'policy-2', personal: { ...own.personal, customer: unreachable } };
    const ports = { ...letters.ports, policies: { findAll: async () => [another, own] } };
    done(await letters.dispatch(answered, {}, ports));
  });

  it('a change of what has gone out is refused, also one that changes nothing', async () => {
    const letters = await openLetters();
    const draft = await letters.writeToSeller();
    done(await letters.dispatch(draft));
    expect(await letters.change(draft)).toEqual({ refused: 'letter-not-draft', facts: { status: 'sent' } });
  });

  it('what was seen as sent already is refused', async () => {
    const letters = await openLetters();
    const { letter } = done(await letters.dispatch(await letters.writeToSeller()));
    expect(await letters.dispatch(letter)).toMatchObject({ refused: 'letter-not-draft' });
  });

  it('of two at the same moment one sends, and both hear of the same letter', async () => {
    const letters = await openLetters();
    const draft = await letters.writeToSeller();
    const [one, other] = await Promise.all([letters.dispatch(draft), letters.dispatch(draft)]);
    expect(done(one)).toEqual(done(other));
    expect((await letters.actions()).filter((action) => action === 'send-letter')).toHaveLength(1);
  });
});

describe('sending is refused', () => {
  /** What happens after the letter was judged and numbered, and before it is written down as sent. */
  async function dispatchWhile(letters: OpenedLetters, draft: Letter, happens: () => Promise<unknown>) {
    const next = async (year: number) => {
      await happens();
      return letters.numbers.next(year);
    };
    return letters.dispatch(draft, {}, { ...letters.ports, numbers: { next } });
  }

  it('for what was changed at that very moment: it would not say what its bytes say', async () => {
    const letters = await openLetters();
    const draft = await letters.writeToSeller();
    const outcome = await dispatchWhile(letters, draft, () => letters.change(draft, { subject: 'Другое' }));
    expect(outcome).toEqual({ refused: 'letter-changed', facts: { version: draft.version + 1 } });
    expect(await letters.readLetter(draft.letterId)).toMatchObject({ status: 'draft' });
  });

  it('where its policy is no more, and uses up no number', async () => {
    const letters = await openLetters();
    const draft = await letters.writeToSeller();
    const ports = { ...letters.ports, policies: { findAll: async () => [] } };
    expect(await letters.dispatch(draft, {}, ports)).toEqual(NOT_FOUND);
    expect(await letters.numbers.next(2026)).toBe(1);
  });

  it('where the claim was decided meanwhile, and uses up no number', async () => {
    const letters = await openLetters();
    const draft = await letters.writeToSeller();
    const { head } = await letters.readCase();
    const claims = [{ ...(await letters.readClaim()), status: 'paying' as const }];
    const change = { trackingNumber: PARCEL, expectedVersion: head.version, claims, timeline: [] };
    expect(await letters.cases.commit(change)).toBe('committed');
    expect(refused(await letters.dispatch(draft)).refused).toBe('action-not-allowed');
    expect(await letters.numbers.next(2026)).toBe(1);
  });
});

describe('a draft', () => {
  it('is begun by each for themselves, and told of', async () => {
    const letters = await openLetters();
    const annas = done(await letters.write('claim-to-seller'));
    const claras = done(await letters.write('claim-to-seller', CLARA));
    expect([annas.letterId, claras.letterId]).toEqual(['claim-1-1', 'claim-1-2']);
    expect(done(await letters.write('reply-to-customer')).letterId).toBe('claim-1-3');
    expect(await letters.readLetter('claim-1-2')).toEqual(claras);
    expect((await letters.readCase()).timeline[1]).toMatchObject({
      action: 'letter-drafted',
      actor: CLARA,
      at: NOW,
      claimId: 'claim-1',
      facts: { letterKind: 'claim-to-seller' },
    });
  });

  it('needs a claim, and the policy of that claim', async () => {
    const letters = await openLetters();
    const input = {
      trackingNumber: PARCEL,
      claimId: 'claim-1',
      kind: 'claim-to-seller',
      actor: ANNA,
      now: NOW,
    };
    const begin = (given: object, ports = {}) =>
      writeLetter({ ...input, ...given } as Parameters<typeof writeLetter>[0], {
        ...letters.ports,
        ...ports,
      });
    expect(await begin({ claimId: 'claim-9' })).toEqual(NOT_FOUND);
    expect(await begin({}, { policies: { findAll: async () => [] } })).toEqual(NOT_FOUND);
    expect(await letters.actions()).toEqual([]);
  });

  it('of a step that may not be taken says which one it was, and what may', async () => {
    const letters = await openLetters({ status: 'paying' });
    expect(refused(await letters.write('claim-to-seller')).facts).toEqual({
      status: 'paying',
      action: 'send-letter',
      allowedActions: expect.any(Array),
    });
  });

  it('that is discarded is kept, counted on, told of and found no more', async () => {
    const letters = await openLetters();
    const draft = done(await letters.write('claim-to-seller'));
    const reference = { trackingNumber: PARCEL, letterId: draft.letterId };
    const discard = { ...reference, actor: ANNA, now: NOW };
    const discarded = done(await discardLetter(discard, letters.ports));
    expect(discarded).toEqual({ ...draft, status: 'discarded', version: 2 });
    expect(await letters.readLetter(draft.letterId)).toEqual(discarded);
    expect((await letters.readCase()).timeline.at(-1)).toMatchObject({
      action: 'letter-discarded',
      actor: ANNA,
      at: NOW,
      claimId: 'claim-1',
      facts: { letterKind: 'claim-to-seller' },
    });
    expect(await discardLetter(discard, letters.ports)).toEqual(NOT_FOUND);
    expect(await readLetterPdf(reference, letters.ports)).toEqual(NOT_FOUND);
    expect(done(await letters.write('claim-to-seller')).letterId).toBe('claim-1-2');
  });

  it('is discarded by whoever may write it', async () => {
    const letters = await openLetters({ assignee: { id: 'anna', since: NOW } });
    const { letterId } = done(await letters.write('claim-to-seller'));
    const discard = { trackingNumber: PARCEL, letterId, actor: CLARA, now: NOW };
    expect(await discardLetter(discard, letters.ports)).toMatchObject({ refused: 'assigned-to-another' });
    const preview = done(await readLetterPdf({ trackingNumber: PARCEL, letterId }, letters.ports));
    expect(preview.fileName).toBe('claim-1-1.pdf');
  });

  it('is changed in everything that its writer typed, by whoever may write it', async () => {
    const letters = await openLetters({ assignee: { id: 'anna', since: NOW } });
    const draft = done(await letters.write('claim-to-seller'));
    const { recipient } = draft.personal;
    const changes = [
      { recipient: { ...recipient, name: 'ООО «Другая»' } },
      { recipient: { ...recipient, address: 'Краснодар, а/я 1' } },
      { recipient: { ...recipient, email: 'otvet@seller.example' } },
      { subject: 'О деньгах' },
      { body: 'Верните деньги.' },
      { enclosures: [] },
    ];
    let letter = draft;
    for (const change of changes) {
      const changed = done(await letters.change(letter, change));
      const { enclosures = letter.enclosures, ...typed } = change;
      expect(changed).toEqual({
        ...letter,
        version: letter.version + 1,
        enclosures,
        personal: { ...letter.personal, ...typed },
      });
      letter = changed;
    }
    const twice = { enclosures: ['document-1', 'document-1'] };
    expect(done(await letters.change(letter, twice)).enclosures).toEqual(['document-1']);
    expect(await letters.actions()).toEqual(['letter-drafted']);
  });
});

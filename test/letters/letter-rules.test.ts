import type { Letter, Upload } from '../../functions/contracts/case.ts';
import {
  assertAsSent,
  contentOf,
  emailOf,
  enclosureNameOf,
  enclosuresOf,
  findLetter,
  judgeDispatch,
  judgeDraft,
  judgeWriter,
  LARGEST_ENCLOSURES,
  outgoingNumberOf,
} from '../../functions/letters/letter-rules.ts';
import { enclosureInWords } from '../../functions/messages/catalogue/letter-templates.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { someLetter } from '../builders/letter.ts';
import { somePolicy } from '../builders/policy.ts';
import { ANNA, BORIS, CLARA, NOW, PARCEL } from '../claims/claims-fixture.ts';
import { REGISTERED, SELLER_EMAIL, someDocument } from './letters-fixture.ts';

const head = { trackingNumber: PARCEL, version: 1, timelineLength: 0, timelineHash: '' };
const fileOf = (uploads: Upload[] = []) => ({
  ...{ head, claims: [someClaim()], uploads, letters: [] },
  ...{ payouts: [], judgements: [], timeline: [] },
});
const film = someUpload({ uploadId: 'film', status: 'received' });
const { documentKind: _unnamed, ...paper } = someDocument({ uploadId: 'paper', contentType: 'image/png' });
const { personal } = someLetter();
const reachable = { ...personal.recipient, email: SELLER_EMAIL, address: 'Краснодар, а/я 1' };

describe('a letter', () => {
  it('is found with the claim that it belongs to, as long as there is one', () => {
    const letter = someLetter();
    const file = { ...fileOf(), letters: [letter] };
    expect(findLetter(file, 'claim-1-1')).toEqual({ letter, claim: someClaim() });
    const notFound = { refused: 'not-found', facts: {} };
    expect(findLetter(file, 'claim-1-2')).toEqual(notFound);
    expect(findLetter({ ...file, claims: [] }, 'claim-1-1')).toEqual(notFound);
    expect(findLetter({ ...file, letters: [someLetter({ status: 'discarded' })] }, 'claim-1-1')).toEqual(
      notFound,
    );
  });

  it('that has not gone out has no bytes that could be taken for it', () => {
    expect(() => assertAsSent(someLetter(), new Uint8Array(0))).toThrow(
      'The stored letter claim-1-1 is not the one that was sent.',
    );
  });

  it('has a number of its year, in two digits, and its count, in six', () => {
    expect([outgoingNumberOf(2005, 7), outgoingNumberOf(2099, 1_234_567)]).toEqual([
      '05-000007',
      '99-1234567',
    ]);
  });
});

describe('who writes', () => {
  it('is not who refused the claim, whatever they are, nor a specialist whose claim it is not', () => {
    const decision = { outcome: 'refused', by: ANNA, at: NOW } as const;
    const appeal = {
      at: NOW,
      by: { role: 'customer' },
      refusedBy: ANNA,
      previousDecision: decision,
    } as const;
    const appealed = someClaim({ status: 'in-appeal', appeal });
    expect(judgeWriter(appealed, ANNA)).toEqual({
      refused: 'another-person-needed',
      facts: { status: 'in-appeal' },
    });
    expect(judgeWriter(appealed, CLARA)).toBeUndefined();
    const annas = someClaim({ assignee: { id: 'anna', since: NOW } });
    expect(judgeWriter(annas, CLARA)).toEqual({
      refused: 'assigned-to-another',
      facts: { status: 'in-review' },
    });
    expect([ANNA, BORIS].map((actor) => judgeWriter(annas, actor))).toEqual([undefined, undefined]);
  });

  it('changes a draft as they have seen it, and nothing that has gone out', () => {
    const draft = someLetter({ version: 3 });
    expect([judgeDraft(draft), judgeDraft(draft, 3)]).toEqual([undefined, undefined]);
    expect(judgeDraft(draft, 2)).toEqual({ refused: 'letter-changed', facts: { version: 3 } });
    expect(judgeDraft(someLetter({ status: 'sent' }), 1)).toEqual({
      refused: 'letter-not-draft',
      facts: { status: 'sent' },
    });
  });
});

describe('what goes along', () => {
  it('is what has arrived and is still there, in the order in which it was chosen', () => {
    const uploads = [
      film,
      paper,
      someDocument({ uploadId: 'removed', removedAt: NOW }),
      someDocument({ uploadId: 'of-another', policyId: 'policy-2' }),
    ];
    const enclosures = ['paper', 'removed', 'nobody', 'film', 'of-another'];
    expect(enclosuresOf(fileOf(uploads), someLetter({ enclosures }))).toEqual([paper, film]);
    expect(enclosuresOf(fileOf(uploads), someLetter())).toEqual([]);
  });

  it('leaves under a name that says what it is and no word of whoever sent it', () => {
    expect([film, someDocument(), paper].map(enclosureNameOf)).toEqual([
      '1-film.mp4',
      '2-receipt.jpg',
      '3-document.png',
    ]);
  });

  it.each(['ru', 'en'] as const)('is listed on the paper in the language of the letter (%s)', (locale) => {
    const words = enclosureInWords[locale];
    const enclosures = ['film', 'document-1', 'paper'];
    const letter = someLetter({
      kind: 'reply-to-customer',
      enclosures,
      personal: { ...personal, recipient: reachable },
    });
    const file = fileOf([film, someDocument(), paper]);
    const content = {
      language: locale,
      outgoingNumber: undefined,
      date: letter.createdAt,
      addressee: { name: reachable.name, address: reachable.address },
      subject: personal.subject,
      body: personal.body,
      enclosures: [
        { fileName: '1-film.mp4', what: words.film },
        { fileName: '2-receipt.jpg', what: words.receipt },
        { fileName: '3-document.png' },
      ],
    };
    expect(contentOf(file, letter, someClaim({ locale }))).toEqual(content);
    const sent = { outgoingNumber: '26-000001', date: NOW };
    expect(contentOf(file, letter, someClaim({ locale }), sent)).toEqual({ ...content, ...sent });
  });
});

describe('the way out', () => {
  const judge = (
    given: Parameters<typeof judgeDispatch>[3],
    letter: Partial<Letter> = {},
    uploads: Upload[] = [],
  ) =>
    judgeDispatch(
      fileOf(uploads),
      someLetter({ personal: { ...personal, recipient: reachable }, ...letter }),
      somePolicy(),
      given,
    );
  const missing = (...names: string[]) => ({ refused: 'letter-incomplete', facts: { missing: names } });

  it('is the e-mail, or the registered letter with its number as it is written on it', () => {
    expect(judge({ channel: 'email' })).toEqual({ channel: 'email' });
    expect(judge({ channel: 'email', postalTrackingNumber: REGISTERED })).toEqual({ channel: 'email' });
    expect(judge({ channel: 'post', postalTrackingNumber: '390000 24 00001 9' })).toEqual({
      channel: 'post',
      postalTrackingNumber: REGISTERED,
    });
  });

  it('needs what it goes by: an address of its kind and, by post, a number', () => {
    const unknown = { personal };
    expect(judge({ channel: 'email' }, unknown)).toEqual(missing('email'));
    expect(judge({ channel: 'post' }, unknown)).toEqual(missing('address', 'postalTrackingNumber'));
    expect(judge({ channel: 'post', postalTrackingNumber: '' })).toEqual(missing('postalTrackingNumber'));
    expect(judge({ channel: 'post', postalTrackingNumber: REGISTERED }, unknown)).toEqual(missing('address'));
  });

  it('to a customer is known from the sale, unless they named another one', () => {
    const policy = somePolicy();
    const toCustomer = someLetter({ kind: 'reply-to-customer' });
    expect(emailOf(toCustomer, policy)).toBe('anna@example.org');
    const named = { personal: { ...personal, recipient: reachable } };
    expect(emailOf({ ...toCustomer, ...named }, policy)).toBe(SELLER_EMAIL);
    expect(emailOf(someLetter(), policy)).toBeUndefined();
    expect(emailOf(someLetter(named), policy)).toBe(SELLER_EMAIL);
  });

  it('by e-mail takes ten mebibytes of enclosures, as long as the check found them to be', () => {
    const size = LARGEST_ENCLOSURES / 2;
    const { size: _unknown, ...unmeasured } = someDocument({ uploadId: 'unmeasured' });
    const check = { checkedAt: NOW, sha256: 'ab', size, findings: [] };
    const uploads = [
      someDocument({ size }),
      someDocument({ uploadId: 'checked', size: 10 * LARGEST_ENCLOSURES, check }),
      unmeasured,
    ];
    const enclosures = ['document-1', 'checked', 'unmeasured'];
    expect(judge({ channel: 'email' }, { enclosures }, uploads)).toEqual({ channel: 'email' });
    const more = [...uploads, someDocument({ uploadId: 'one-byte', size: 1 })];
    expect(judge({ channel: 'email' }, { enclosures: [...enclosures, 'one-byte'] }, more)).toEqual({
      refused: 'letter-incomplete',
      facts: { missing: ['enclosures'], maximum: LARGEST_ENCLOSURES },
    });
  });

  it('is closed to a letter whose enclosure is no more', () => {
    expect(judge({ channel: 'email' }, { enclosures: ['gone'] })).toEqual({
      refused: 'document-unknown',
      facts: { uploadId: 'gone' },
    });
  });
});

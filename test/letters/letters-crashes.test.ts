import type { Letter } from '../../functions/contracts/case.ts';
import type { DispatchPorts } from '../../functions/letters/dispatch-letter.ts';
import { composeLetterMessage } from '../../functions/messages/letter-message.ts';
import type { Notice } from '../../functions/messages/notice-schemas.ts';
import { noticesOfLetterChange } from '../../functions/messages/notices-of-change.ts';
import { type NoticePorts, sendNotice } from '../../functions/messages/send-notice.ts';
import { done, PARCEL } from '../claims/claims-fixture.ts';
import { createMovableClock } from '../twins/fixed-clock.ts';
import { createMemoryEvidenceStorage } from '../twins/memory-evidence-storage.ts';
import { createMemoryOneTimeCodeStore } from '../twins/memory-one-time-code-store.ts';
import { createStrictMessageProvider } from '../twins/strict-message-provider.ts';
import { type OpenedLetters, openLetters, SELLER_EMAIL } from './letters-fixture.ts';
import { lineOfPdf } from './read-pdf.ts';

class Killed extends Error {}

/** Ports of a process that dies at the k-th moment of all: each call has two, before its effect and after it. */
function dyingAt<Ports extends object>(
  ports: Ports,
  moment: number,
  isWatched: (name: string) => boolean,
): Ports {
  let passed = 0;
  const pass = () => {
    passed += 1;
    if (passed === moment) throw new Killed(`at moment ${moment}`);
  };
  const watched = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name, receiver) {
        const method = Reflect.get(target, name, receiver);
        if (typeof method !== 'function') return method;
        return async (...input: unknown[]) => {
          pass();
          const output = await method.apply(target, input);
          pass();
          return output;
        };
      },
    });
  return Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, isWatched(name) ? watched(port as object) : port]),
  ) as Ports;
}

async function carrierOf(letters: OpenedLetters) {
  const clock = createMovableClock('2026-03-05T12:00:10.000Z');
  const { provider, delivered } = createStrictMessageProvider();
  const evidence = createMemoryEvidenceStorage({ clock });
  evidence.place('evidence/document-1', new TextEncoder().encode('чек'));
  const ports: NoticePorts = {
    policies: letters.policies,
    cases: letters.cases,
    log: letters.cases,
    provider,
    links: { tokenOf: () => 'token' },
    challenges: createMemoryOneTimeCodeStore(),
    codes: { codeOf: () => '000000' },
    letters: letters.storage,
    evidence,
    clock,
    publicHost: 'https://protected.example.ru',
  };
  return { clock, ports, delivered };
}

const noticeOf = (letter: Letter) =>
  noticesOfLetterChange({ ...letter, sentAt: undefined } as unknown as Letter, letter)[0] as Notice;

describe('a letter that is sent', () => {
  it('goes out once and has one number, at whatever moment the process dies that sends it', async () => {
    let deaths = 0;
    for (let hasDied = true; hasDied; ) {
      const letters = await openLetters();
      const draft = await letters.writeToSeller();
      const other = await letters.writeToSeller();
      const dying = dyingAt<DispatchPorts>(letters.ports, deaths + 1, (name) =>
        ['policies', 'cases', 'numbers', 'storage'].includes(name),
      );
      hasDied = await letters.dispatch(draft, {}, dying).then(
        () => false,
        (error) => {
          if (!(error instanceof Killed)) throw error;
          return true;
        },
      );
      // Somebody else's letter in between, then the retry.
      done(await letters.dispatch(other));
      done(await letters.dispatch(draft));
      const { letters: sent, timeline } = await letters.readCase();
      expect(sent.map(({ status }) => status)).toEqual(['sent', 'sent']);
      expect(new Set(sent.map(({ outgoingNumber }) => outgoingNumber)).size).toBe(2);
      expect(timeline.filter(({ action }) => action === 'send-letter')).toHaveLength(2);
      for (const letter of sent) {
        const bytes = await letters.storage.read(letter.pdf?.objectKey ?? '');
        expect(lineOfPdf(bytes)).toContain(`Исх. № ${letter.outgoingNumber}`);
      }
      deaths += hasDied ? 1 : 0;
    }
    // Read, find the policy, count, store, read, write: before and after each.
    expect(deaths).toBe(12);
  });

  it('is carried once, at whatever moment the process dies that carries it', async () => {
    let deaths = 0;
    for (let hasDied = true; hasDied; ) {
      const letters = await openLetters();
      const draft = await letters.writeToSeller();
      const { letter } = done(await letters.dispatch(draft));
      const { clock, ports, delivered } = await carrierOf(letters);
      const dying = dyingAt(ports, deaths + 1, (name) =>
        ['policies', 'cases', 'log', 'provider', 'letters'].includes(name),
      );
      hasDied = await sendNotice(noticeOf(letter), dying).then(
        () => false,
        () => true,
      );
      for (let delivery = 0; delivery < 3; delivery += 1) {
        clock.advance({ minutes: 1 });
        await sendNotice(noticeOf(letter), ports);
      }
      expect(delivered).toHaveLength(1);
      deaths += hasDied ? 1 : 0;
    }
    expect(deaths).toBeGreaterThanOrEqual(12);
  });
});

describe('the e-mail', () => {
  it('carries the stored bytes and the enclosures to the addressee, and names its number', async () => {
    const letters = await openLetters();
    const { letter } = done(await letters.dispatch(await letters.writeToSeller()));
    const { ports, delivered } = await carrierOf(letters);
    expect(await sendNotice(noticeOf(letter), ports)).toBe('sent');
    const [message] = delivered;
    expect(message).toMatchObject({ channel: 'email', to: SELLER_EMAIL, locale: 'ru' });
    expect(message?.subject).toMatch(/\(исх\. № 26-000001\)$/);
    const [pdf, receipt] = message?.attachments ?? [];
    expect(pdf).toMatchObject({ fileName: '26-000001.pdf', contentType: 'application/pdf' });
    expect(Buffer.from(pdf?.content ?? '', 'base64')).toEqual(
      Buffer.from(await letters.storage.read(letter.pdf?.objectKey ?? '')),
    );
    expect(receipt).toEqual({
      fileName: '1-receipt.jpg',
      contentType: 'image/jpeg',
      content: Buffer.from('чек').toString('base64'),
    });
    expect(JSON.stringify(await letters.cases.list(PARCEL))).not.toContain('seller.example');
  });

  it('to the customer goes where the sale says, in their language', async () => {
    const letters = await openLetters({ locale: 'en' });
    const draft = done(await letters.write('reply-to-customer'));
    const { letter } = done(await letters.dispatch(done(await letters.change(draft, { body: 'We go on.' }))));
    const { ports, delivered } = await carrierOf(letters);
    await sendNotice(noticeOf(letter), ports);
    expect(delivered).toMatchObject([{ to: 'anna@example.org', locale: 'en' }]);
    expect(delivered[0]?.text).toContain('Our letter 26-000001 is attached');
  });

  it('is dropped where nobody is there to have it any more', async () => {
    const letters = await openLetters();
    const draft = done(await letters.write('reply-to-customer'));
    const { letter } = done(await letters.dispatch(done(await letters.change(draft, { body: 'Ответ.' }))));
    const { ports, delivered } = await carrierOf(letters);
    const policy = await letters.readPolicy();
    const { email: _forgotten, ...customer } = policy.personal.customer;
    letters.policies.put({ ...policy, personal: { ...policy.personal, customer } });
    expect(await sendNotice(noticeOf(letter), ports)).toBe('dropped');
    const unsent = { file: await letters.readCase(), letter: draft, claim: await letters.readClaim() };
    expect(await composeLetterMessage('id', unsent, policy, ports)).toBeUndefined();
    expect(delivered).toEqual([]);
  });

  it('is not sent with bytes that are not those of the letter', async () => {
    const letters = await openLetters();
    const { letter, file } = done(await letters.dispatch(await letters.writeToSeller()));
    const { ports } = await carrierOf(letters);
    const sources = { ...ports, letters: { read: async () => new Uint8Array([1]) } };
    const claim = await letters.readClaim();
    const policy = await letters.readPolicy();
    await expect(composeLetterMessage('id', { file, letter, claim }, policy, sources)).rejects.toThrow(
      'not the one that was sent',
    );
  });

  it('follows from the write that says "sent", and from no other', async () => {
    const letters = await openLetters();
    const draft = await letters.writeToSeller();
    const { letter } = done(await letters.dispatch(draft));
    const answered: Letter = { ...letter, status: 'answered' };
    expect(noticesOfLetterChange(undefined, draft)).toEqual([]);
    expect(noticesOfLetterChange(draft, letter)).toEqual([
      {
        about: 'letter-sent',
        trackingNumber: PARCEL,
        policyId: 'policy-1',
        claimId: 'claim-1',
        letterId: letter.letterId,
      },
    ]);
    expect(noticesOfLetterChange(letter, answered)).toEqual([]);
    expect(noticesOfLetterChange(draft, { ...letter, channel: 'post' })).toEqual([]);
  });
});

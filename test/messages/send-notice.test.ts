import fc from 'fast-check';
import type { Claim, ClaimStatus } from '../../functions/contracts/case.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import type { Notice } from '../../functions/messages/notice-schemas.ts';
import { noticesOfClaimChange } from '../../functions/messages/notices-of-change.ts';
import type { OutgoingMessage, PolicyNoticeAbout } from '../../functions/messages/ports.ts';
import {
  ATTEMPT_SECONDS,
  messageIdOf,
  type NoticePorts,
  sendNotice,
} from '../../functions/messages/send-notice.ts';
import { someChallenge, someClaim } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import type { MovableClock } from '../twins/fixed-clock.ts';
import { claimNotice, createSetting, PHONE, policyNotice, TOKEN } from './notice-fixture.ts';

describe('a notice', () => {
  it('goes out by SMS, and by e-mail where an address is known, in the customer’s language with the link', async () => {
    const { ports, delivered, cases } = createSetting();
    expect(await sendNotice(policyNotice('policy-sold'), ports)).toBe('sent');
    expect(delivered.map(({ channel, to, locale }) => [channel, to, locale])).toEqual([
      ['sms', PHONE, 'ru'],
      ['email', 'anna@example.org', 'ru'],
    ]);
    for (const { text } of delivered) expect(text).toContain(`https://protected.example.ru/#${TOKEN}`);
    expect(delivered[1]?.text).toContain('ООО «Быстрая посылка»');
    const records = await cases.list(somePolicy().trackingNumber);
    expect(records.map(({ status, channel }) => [status, channel]).sort()).toEqual([
      ['sent', 'email'],
      ['sent', 'sms'],
    ]);
  });

  it('goes out in Russian by SMS only when nothing else is known', async () => {
    const { seller } = somePolicy().personal;
    const { ports, delivered } = createSetting(
      somePolicy({ personal: { customer: { phone: PHONE }, seller } }),
    );
    await sendNotice(policyNotice('policy-sold'), ports);
    expect(delivered.map(({ channel, locale }) => [channel, locale])).toEqual([['sms', 'ru']]);
  });

  it('goes out in English to who asked for it', async () => {
    const { personal } = somePolicy();
    const customer = { ...personal.customer, locale: 'en' as const };
    const { ports, delivered } = createSetting(somePolicy({ personal: { ...personal, customer } }));
    await sendNotice(policyNotice('policy-sold'), ports);
    expect(delivered[0]?.text).toContain('protected until 31 Mar 2026 24:00');
  });

  it('is the same message when it comes again', async () => {
    const { ports, delivered } = createSetting();
    expect(await sendNotice(policyNotice('policy-sold'), ports)).toBe('sent');
    expect(await sendNotice(policyNotice('policy-sold'), ports)).toBe('already');
    expect(delivered).toHaveLength(2);
  });

  it('of another sale, channel, state or entry is another message', () => {
    const claim = someClaim();
    const ids = [
      messageIdOf(policyNotice('policy-sold'), 'sms'),
      messageIdOf(policyNotice('policy-sold'), 'email'),
      messageIdOf({ ...policyNotice('policy-sold'), policyId: 'policy-2' } as Notice, 'sms'),
      messageIdOf(policyNotice('policy-ended'), 'sms'),
      messageIdOf(claimNotice(claim), 'sms'),
      messageIdOf(claimNotice({ ...claim, version: 2 }), 'sms'),
      messageIdOf(claimNotice({ ...claim, status: 'lapsed' }), 'sms'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('what no longer holds is dropped', () => {
  const HELD_OPEN = { claimableUntil: '2026-04-07T21:00:00.000Z' };
  const cases: [string, Partial<Policy>, PolicyNoticeAbout, string, string][] = [
    ['sold, then voided', { status: 'voided' }, 'policy-sold', '2026-03-05T10:00:00.000Z', 'dropped'],
    ['sold, long over', {}, 'policy-sold', '2026-04-05T10:00:00.000Z', 'dropped'],
    ['sold, and claimed on at once', { openClaims: 1 }, 'policy-sold', '2026-03-05T10:00:00.000Z', 'sent'],
    ['ending, with an open claim', { openClaims: 1 }, 'policy-ending', '2026-03-28T21:00:00.000Z', 'dropped'],
    ['ending, already over', {}, 'policy-ending', '2026-03-31T21:00:00.000Z', 'dropped'],
    ['ending, held open by a film', HELD_OPEN, 'policy-ending', '2026-03-31T20:59:59.999Z', 'sent'],
    ['ended, still held open by a film', HELD_OPEN, 'policy-ending', '2026-03-31T21:00:00.000Z', 'dropped'],
    ['ending, then voided', { status: 'voided' }, 'policy-ending', '2026-03-28T21:00:00.000Z', 'dropped'],
    ['ending, in the last millisecond', {}, 'policy-ending', '2026-03-31T20:59:59.999Z', 'sent'],
    ['ended, and it is', { status: 'ended' }, 'policy-ended', '2026-04-01T10:00:00.000Z', 'sent'],
    ['ended, but it is not', {}, 'policy-ended', '2026-03-05T10:00:00.000Z', 'dropped'],
    ['ended, then voided', { status: 'voided' }, 'policy-ended', '2026-04-01T10:00:00.000Z', 'dropped'],
    ['voided', { status: 'voided' }, 'policy-voided', '2026-03-05T10:00:00.000Z', 'sent'],
    ['voided, but it is not', {}, 'policy-voided', '2026-03-05T10:00:00.000Z', 'dropped'],
    ['another sale', { policyId: 'policy-2' }, 'policy-sold', '2026-03-05T10:00:00.000Z', 'dropped'],
  ];
  it.each(cases)('%s', async (_, overrides, about, now, expected) => {
    const { ports, clock, delivered } = createSetting(somePolicy(overrides));
    clock.set(now);
    expect(await sendNotice(policyNotice(about), ports)).toBe(expected);
    expect(delivered).toHaveLength(expected === 'sent' ? 2 : 0);
  });

  it('a replaced policy is still found in the archive', async () => {
    const { ports, policies, delivered } = createSetting(somePolicy({ status: 'voided' }));
    const next = somePolicy({ policyId: 'policy-2', idempotencyKey: 'another-key' });
    expect(await policies.replace(somePolicy({ status: 'voided' }), next)).toBe('replaced');
    expect(await sendNotice(policyNotice('policy-voided'), ports)).toBe('sent');
    expect(delivered).toHaveLength(2);
  });

  it('a state that the claim has left; one that it is still in is told though the claim changed', async () => {
    const { ports, write, delivered } = createSetting();
    const entered = someClaim();
    await write({ ...entered, version: 2, deadline: '2026-03-12T21:00:00.000Z' });
    expect(await sendNotice(claimNotice(entered), ports)).toBe('sent');
    expect(delivered[0]?.text).toContain('12.03.2026');
    await write({ ...entered, version: 3, status: 'awaiting-customer' });
    expect(await sendNotice(claimNotice({ ...entered, version: 9 }), ports)).toBe('dropped');
    expect(await sendNotice(claimNotice({ ...entered, claimId: 'claim-of-nobody' }), ports)).toBe('dropped');
  });
});

it('the state of a claim is that of this claim, on this sale of the parcel', async () => {
  const { ports, write } = createSetting();
  await write(someClaim({ status: 'withdrawn' }));
  const second = someClaim({ claimId: 'claim-2' });
  await write(second);
  expect(await sendNotice(claimNotice(second), ports)).toBe('sent');
  const another = createSetting();
  const ofBefore = someClaim({ policyId: 'policy-0' });
  await another.write(ofBefore);
  expect(await sendNotice(claimNotice(someClaim()), another.ports)).toBe('dropped');
});

it('the provider knows each message by the notice and the channel', async () => {
  const { ports, delivered, challenges } = createSetting();
  const sold = policyNotice('policy-sold');
  await sendNotice(sold, ports);
  await challenges.issue(someChallenge(), undefined);
  const { trackingNumber, policyId } = somePolicy();
  const code = { about: 'payee-code', trackingNumber, policyId, claimId: 'claim-1' } as const;
  await sendNotice({ ...code, challengeId: 'challenge-1' }, ports);
  expect(delivered.map(({ id }) => id)).toEqual([
    messageIdOf(sold, 'sms'),
    messageIdOf(sold, 'email'),
    messageIdOf({ ...code, challengeId: 'challenge-1' }, 'sms'),
  ]);
});

describe('a one-time code', () => {
  const notice: Notice = {
    about: 'payee-code',
    trackingNumber: somePolicy().trackingNumber,
    policyId: 'policy-1',
    claimId: 'claim-1',
    challengeId: 'challenge-1',
  };

  it('goes out by SMS alone, once, to the phone of the sale, and says what it is for and to tell nobody', async () => {
    const { ports, delivered, challenges, cases } = createSetting();
    await challenges.issue(someChallenge(), undefined);
    expect(await sendNotice(notice, ports)).toBe('sent');
    expect(await sendNotice(notice, ports)).toBe('already');
    expect(delivered).toEqual([
      expect.objectContaining({ channel: 'sms', to: PHONE, text: expect.stringMatching(/Код 012345/) }),
    ]);
    expect(delivered[0]?.text).toMatch(/реквизитов выплаты, посылка 10100012123456.*Никому/);
    expect(delivered[0]?.text).not.toMatch(/http|#/);
    const records = await cases.list(notice.trackingNumber);
    expect(records).toMatchObject([{ about: 'payee-code', claimId: 'claim-1', status: 'sent' }]);
    expect(JSON.stringify([records, notice])).not.toContain('012345');
  });

  it('goes out in English to who asked for it', async () => {
    const { personal } = somePolicy();
    const customer = { ...personal.customer, locale: 'en' as const };
    const { ports, delivered, challenges } = createSetting(
      somePolicy({ personal: { ...personal, customer } }),
    );
    await challenges.issue(someChallenge(), undefined);
    await sendNotice(notice, ports);
    expect(delivered[0]?.text).toMatch(/payout details, parcel 10100012123456. Code 012345. Never tell/);
  });

  it('is dropped when it was never asked for, replaced, used or is too old', async () => {
    const { ports, delivered, challenges, clock } = createSetting();
    expect(await sendNotice(notice, ports)).toBe('dropped');
    await challenges.issue(someChallenge(), undefined);
    clock.set('2026-03-05T10:10:00.000Z');
    expect(await sendNotice(notice, ports)).toBe('dropped');
    clock.set('2026-03-05T10:09:59.999Z');
    await challenges.redeem(someChallenge(), 'receipt');
    expect(await sendNotice(notice, ports)).toBe('dropped');
    await challenges.issue(someChallenge({ challengeId: 'challenge-2' }), someChallenge());
    expect(await sendNotice(notice, ports)).toBe('dropped');
    expect(delivered).toEqual([]);
    expect(await sendNotice({ ...notice, challengeId: 'challenge-2' }, ports)).toBe('sent');
    expect(delivered[0]?.text).toContain('987654');
  });
});

/** Lets the call with this number fail, before or after its effect, and counts the calls. */
function createSaboteur(failing: number, when: 'before' | 'after') {
  let calls = 0;
  const sabotage = <Ports extends object>(ports: Ports): Ports =>
    new Proxy(ports, {
      get(target, name, receiver) {
        const method: unknown = Reflect.get(target, name, receiver);
        if (typeof method !== 'function') return method;
        return async (...given: unknown[]) => {
          calls += 1;
          const fails = calls === failing;
          if (fails && when === 'before') throw new Error('killed');
          const answer: unknown = await method.apply(target, given);
          if (fails) throw new Error('killed');
          return answer;
        };
      },
    });
  return { sabotage, count: () => calls };
}

describe('killed at any await and delivered again', () => {
  const killed = (ports: NoticePorts, failing: number, when: 'before' | 'after') => {
    const { sabotage, count } = createSaboteur(failing, when);
    const { policies, cases, log, provider } = ports;
    return {
      count,
      ports: {
        ...ports,
        policies: sabotage(policies),
        cases: sabotage(cases),
        log: sabotage(log),
        provider: sabotage(provider),
      },
    };
  };

  it.each(['before', 'after'] as const)(
    '(%s its effect), the customer has each message once',
    async (when) => {
      const whole = createSetting();
      const counting = killed(whole.ports, 0, when);
      await sendNotice(policyNotice('policy-sold'), counting.ports);
      expect(counting.count()).toBe(1 + 2 * 3);
      for (let failing = 1; failing <= counting.count(); failing += 1) {
        const { ports, clock, delivered } = createSetting();
        await expect(
          sendNotice(policyNotice('policy-sold'), killed(ports, failing, when).ports),
        ).rejects.toThrow();
        clock.advance({ milliseconds: ATTEMPT_SECONDS * 1000 });
        await sendNotice(policyNotice('policy-sold'), ports);
        expect(await sendNotice(policyNotice('policy-sold'), ports)).toBe('already');
        expect(delivered.map(({ channel }) => channel).sort()).toEqual(['email', 'sms']);
      }
    },
  );

  it('twice in a row, at any two places', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ failing: fc.integer({ min: 1, max: 9 }), when: fc.constantFrom('before', 'after') }),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        async (kills) => {
          const { ports, clock, delivered } = createSetting();
          for (const { failing, when } of kills) {
            await sendNotice(
              policyNotice('policy-sold'),
              killed(ports, failing, when as 'before' | 'after').ports,
            ).catch(() => undefined);
            clock.advance({ milliseconds: ATTEMPT_SECONDS * 1000 });
          }
          await sendNotice(policyNotice('policy-sold'), ports);
          expect(delivered.map(({ channel }) => channel).sort()).toEqual(['email', 'sms']);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('an attempt that may still be under way elsewhere is left alone until it cannot be', async () => {
    const { ports, clock, delivered } = createSetting();
    await sendNotice(policyNotice('policy-sold'), killed(ports, 4, 'before').ports).catch(() => undefined);
    const before = delivered.length;
    clock.advance({ milliseconds: ATTEMPT_SECONDS * 1000 - 1 });
    await expect(sendNotice(policyNotice('policy-sold'), ports)).rejects.toThrow('still under way');
    expect(delivered).toHaveLength(before);
    clock.advance({ milliseconds: 1 });
    await sendNotice(policyNotice('policy-sold'), ports);
    expect(delivered).toHaveLength(2);
  });
});

it('of two that find the same attempt to have died one goes on', async () => {
  const { ports, clock, delivered } = createSetting();
  const { provider } = ports;
  const dies = { ...provider, send: async () => Promise.reject(new Error('killed')) };
  await sendNotice(policyNotice('policy-sold'), { ...ports, provider: dies }).catch(() => undefined);
  clock.advance({ milliseconds: ATTEMPT_SECONDS * 1000 });
  let sends = 0;
  const counted = {
    ...provider,
    send: async (message: OutgoingMessage) => {
      sends += 1;
      return provider.send(message);
    },
  };
  const both = [1, 2].map(() =>
    sendNotice(policyNotice('policy-sold'), { ...ports, provider: counted }).catch(
      (error: Error) => error.message,
    ),
  );
  expect(await Promise.all(both)).toContain('Another attempt at this message is still under way.');
  expect([sends, delivered.length]).toEqual([2, 2]);
});

describe('duplicated, reordered and concurrent notices', () => {
  const statuses: ClaimStatus[] = ['in-review', 'awaiting-customer', 'needs-attention'];

  async function deliverUntilDone(notices: Notice[], ports: NoticePorts, clock: MovableClock) {
    let waiting = notices;
    for (let round = 0; waiting.length > 0 && round < 20; round += 1) {
      const outcomes = await Promise.allSettled(waiting.map((notice) => sendNotice(notice, ports)));
      waiting = waiting.filter((_, index) => outcomes[index]?.status === 'rejected');
      clock.advance({ milliseconds: ATTEMPT_SECONDS * 1000 });
    }
    expect(waiting).toEqual([]);
  }

  it('reach the customer once each, and the present state is always told', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...statuses), { minLength: 1, maxLength: 6 }),
        fc.infiniteStream(fc.nat()),
        async (history, chances) => {
          const { ports, clock, delivered, write } = createSetting();
          const all: Notice[] = [];
          let before: Claim | undefined;
          for (const [index, status] of history.entries()) {
            const after = someClaim({ status, version: index + 1 });
            await write(after);
            const told = noticesOfClaimChange(before, after);
            all.push(...told, ...told);
            before = after;
            // Some go out in time, the others late and in any order.
            if ((chances.next().value as number) % 2 === 0) await deliverUntilDone(told, ports, clock);
          }
          const order = all.map((notice) => ({ notice, place: chances.next().value as number }));
          order.sort((a, b) => a.place - b.place);
          await deliverUntilDone(
            order.map(({ notice }) => notice),
            ports,
            clock,
          );
          const ids = delivered.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          const lastEntry = all.at(-1) as Notice;
          expect(ids).toContain(messageIdOf(lastEntry, 'sms'));
          expect(ids).toContain(messageIdOf(lastEntry, 'email'));
        },
      ),
      { numRuns: 100 },
    );
  });
});

import fc from 'fast-check';
import { createHmacOneTimeCodes } from '../../functions/adapters/hmac-one-time-codes.ts';
import { toInstant, toMillis } from '../../functions/clock.ts';
import { isRefusal } from '../../functions/contracts/refusal.ts';
import { isValid, nextChallenge, nextCodeAt, validUntil } from '../../functions/payouts/one-time-code.ts';
import type { CodeChallenge } from '../../functions/payouts/ports.ts';
import { someChallenge } from '../builders/claim.ts';

const START = '2026-03-05T10:00:00.000Z';
const later = (seconds: number) => toInstant(toMillis(START) + seconds * 1000);

describe('a code', () => {
  it('is valid for ten minutes', () => {
    expect(validUntil(someChallenge())).toBe(later(600));
    expect(isValid(someChallenge(), toInstant(toMillis(later(600)) - 1))).toBe(true);
    expect(isValid(someChallenge(), later(600))).toBe(false);
  });

  it('can be asked for a minute after the last, and five times in a day', () => {
    expect(nextCodeAt([])).toBeUndefined();
    expect(nextCodeAt([START])).toBe(later(60));
    const issues = [0, 100, 200, 300, 400].map(later);
    expect(nextCodeAt(issues.slice(0, 4))).toBe(later(360));
    expect(nextCodeAt(issues)).toBe(later(86_400));
    expect(nextCodeAt([...issues.slice(1), later(86_400)])).toBe(later(86_500));
  });

  it('asked for too soon is refused with the time that it has to wait', () => {
    const refusal = nextChallenge(someChallenge(), someChallenge(), '2026-03-05T10:00:17.500Z');
    expect(refusal).toEqual({
      refused: 'code-too-soon',
      facts: { nextCodeAt: later(60), retryAfterSeconds: 43 },
    });
  });

  it('is never given out more often, however it is asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40_000 }), { maxLength: 60 }), (waits) => {
        let challenge: CodeChallenge | undefined;
        let seconds = 0;
        const issued: number[] = [];
        for (const wait of waits) {
          seconds += wait;
          const next = nextChallenge(challenge, someChallenge(), later(seconds));
          if (isRefusal(next)) continue;
          expect(next).toMatchObject({ attempts: 0, issuedAt: later(seconds) });
          expect(next.recentIssues.length).toBeLessThanOrEqual(5);
          challenge = next;
          issued.push(seconds);
        }
        for (const [index, at] of issued.entries()) {
          expect(at - (issued[index - 1] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(60);
          expect(at - (issued[index - 5] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(86_400);
        }
      }),
    );
  });

  it('after another one has nothing left of its tries and use', () => {
    const used = someChallenge({ attempts: 5, redeemedFor: 'receipt' });
    const next = nextChallenge(used, { ...someChallenge(), challengeId: 'challenge-2' }, later(60));
    expect(next).toStrictEqual({
      ...someChallenge(),
      challengeId: 'challenge-2',
      issuedAt: later(60),
      recentIssues: [START, later(60)],
    });
  });
});

describe('derived from its challenge', () => {
  const codes = createHmacOneTimeCodes('k'.repeat(64));
  const challenge = someChallenge();

  it('is six digits, the same at sending and at checking, whatever was counted meanwhile', () => {
    fc.assert(
      fc.property(fc.string(), (challengeId) => {
        const code = codes.codeOf(someChallenge({ challengeId }));
        expect(code).toMatch(/^[0-9]{6}$/);
        expect(codes.matches(code, someChallenge({ challengeId, attempts: 3 }))).toBe(true);
      }),
    );
  });

  it('is another for another key, challenge, claim or policy', () => {
    const all = [
      codes.codeOf(challenge),
      createHmacOneTimeCodes('j'.repeat(64)).codeOf(challenge),
      codes.codeOf(someChallenge({ challengeId: 'challenge-2' })),
      codes.codeOf(someChallenge({ claimId: 'claim-2' })),
      codes.codeOf(someChallenge({ policyId: 'policy-2' })),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('does not match anything else', () => {
    const code = codes.codeOf(challenge);
    const others = ['', code.slice(1), `${code}0`, ` ${code}`, String((Number(code) + 1) % 1_000_000)];
    expect(others.filter((other) => codes.matches(other, challenge))).toEqual([]);
  });

  it('comes evenly: no first digit is rare', () => {
    const first = new Map<string, number>();
    for (let n = 0; n < 5_000; n += 1) {
      const digit = codes.codeOf(someChallenge({ challengeId: `challenge-${n}` })).slice(0, 1);
      first.set(digit, (first.get(digit) ?? 0) + 1);
    }
    expect(first.size).toBe(10);
    expect(Math.min(...first.values())).toBeGreaterThan(400);
  });

  it('has a receipt of its own for each use, that shows neither', () => {
    const receipt = codes.receiptOf(challenge, '012345', 'content');
    expect(codes.receiptOf(challenge, '012345', 'content')).toBe(receipt);
    expect(receipt).not.toMatch(/012345|content/);
    for (const other of [
      codes.receiptOf(challenge, '012346', 'content'),
      codes.receiptOf(challenge, '012345', 'other'),
      codes.receiptOf(someChallenge({ challengeId: 'challenge-2' }), '012345', 'content'),
    ])
      expect(other).not.toBe(receipt);
  });

  it('belongs to a challenge that cannot be guessed', () => {
    const ids = Array.from({ length: 100 }, () => codes.newChallengeId());
    expect(new Set(ids).size).toBe(100);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });
});

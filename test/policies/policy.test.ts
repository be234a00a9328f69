import fc from 'fast-check';
import { toInstant, toMillis } from '../../functions/clock.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import { deadlineAfter, OFFICE_TIME_ZONES } from '../../functions/policies/deadline.ts';
import {
  doesLinkWork,
  effectiveStatus,
  isOver,
  isVideoRequired,
  voidableUntil,
} from '../../functions/policies/policy.ts';
import { type ProductTerms, publishedTerms, TERMS_ON_SALE } from '../../functions/policies/terms.ts';
import { somePolicy } from '../builders/policy.ts';

const END = '2026-03-31T21:00:00.000Z';
const BEFORE_END = '2026-03-31T20:59:59.999Z';
const LONG_AFTER = '2027-01-01T00:00:00.000Z';
const SERVICE_TERMS: ProductTerms = { ...TERMS_ON_SALE, cancellation: { regime: 'service' } };

describe('what is true of a policy', () => {
  it.each([
    ['active', 0, BEFORE_END, 'active'],
    ['active', 0, END, 'ended'],
    ['active', 0, LONG_AFTER, 'ended'],
    ['active', 1, LONG_AFTER, 'active'],
    ['ended', 0, BEFORE_END, 'ended'],
    ['ended', 0, LONG_AFTER, 'ended'],
    ['ended', 1, LONG_AFTER, 'active'],
    ['voided', 0, BEFORE_END, 'voided'],
    ['voided', 1, BEFORE_END, 'voided'],
  ] as const)('stored as %s with %i open claims at %s: %s', (status, openClaims, now, expected) => {
    const policy = somePolicy({ status, openClaims });
    expect(effectiveStatus(policy, now)).toBe(expected);
    expect(isOver(policy, now)).toBe(expected !== 'active');
  });

  it('is decided by what may still be claimed, not by the end that was sold', () => {
    const held = somePolicy({ claimableUntil: '2026-04-07T21:00:00.000Z' });
    expect(effectiveStatus(held, END)).toBe('active');
    expect(effectiveStatus(held, '2026-04-07T21:00:00.000Z')).toBe('ended');
  });

  it('does not depend on whether the expiry job came by', () => {
    const instants = fc.integer({ min: toMillis(END), max: toMillis(LONG_AFTER) }).map(toInstant);
    fc.assert(
      fc.property(instants, fc.nat(2), (now, openClaims) => {
        const untouched = somePolicy({ openClaims });
        const { dueAt: _dueAt, ...rest } = untouched;
        const ended: Policy = { ...rest, status: 'ended', endedAt: END };
        expect(effectiveStatus(ended, now)).toBe(effectiveStatus(untouched, now));
      }),
    );
  });
});

describe('the film', () => {
  it('is asked for by the terms of the policy, whatever is on sale', () => {
    expect(isVideoRequired({ videoThreshold: 500_000 }, 500_000)).toBe(false);
    expect(isVideoRequired({ videoThreshold: 500_000 }, 500_001)).toBe(true);
  });
});

describe('the link', () => {
  const OVER = '2026-10-01T21:00:00.000Z';
  const BEFORE_OVER = '2026-10-01T20:59:59.999Z';

  it('goes on for six months after the end, to the millisecond', () => {
    const policy = somePolicy();
    // 1 April in Moscow and six months on: 1 October counts whole.
    expect(doesLinkWork(policy, TERMS_ON_SALE, END)).toBe(true);
    expect(doesLinkWork(policy, TERMS_ON_SALE, BEFORE_OVER)).toBe(true);
    expect(doesLinkWork(policy, TERMS_ON_SALE, OVER)).toBe(false);
  });

  it('counts from the last claim that was closed, if that was later', () => {
    const policy = somePolicy({ lastClaimClosedAt: '2026-05-10T09:00:00.000Z' });
    expect(doesLinkWork(policy, TERMS_ON_SALE, '2026-11-10T20:59:59.999Z')).toBe(true);
    expect(doesLinkWork(policy, TERMS_ON_SALE, '2026-11-10T21:00:00.000Z')).toBe(false);
    const early = somePolicy({ lastClaimClosedAt: '2026-03-05T09:00:00.000Z' });
    expect(doesLinkWork(early, TERMS_ON_SALE, BEFORE_OVER)).toBe(true);
  });

  it('works as long as a claim is open', () => {
    expect(doesLinkWork(somePolicy({ openClaims: 1 }), TERMS_ON_SALE, '2030-01-01T00:00:00.000Z')).toBe(true);
  });

  it('of every version of the terms works as long as a refusal can be appealed against', () => {
    const decided = fc.integer({ min: toMillis(BEFORE_END), max: toMillis(LONG_AFTER) }).map(toInstant);
    fc.assert(
      fc.property(
        fc.constantFrom(...publishedTerms),
        fc.constantFrom(...OFFICE_TIME_ZONES),
        decided,
        (terms, timeZone, lastClaimClosedAt) => {
          const { office } = somePolicy();
          const policy = somePolicy({ office: { ...office, timeZone }, lastClaimClosedAt });
          const appealUntil = deadlineAfter(lastClaimClosedAt, terms.appealWindow, timeZone);
          expect(doesLinkWork(policy, terms, appealUntil)).toBe(true);
        },
      ),
    );
  });

  it('of a voided policy works no more', () => {
    const voided = somePolicy({ status: 'voided', voidedAt: '2026-03-02T09:00:00.000Z' });
    expect(doesLinkWork(voided, TERMS_ON_SALE, '2026-03-02T09:00:00.000Z')).toBe(false);
  });
});

describe('the time for a cancellation', () => {
  it('is 14 calendar days in the insurance regime, in the zone of the office and in Moscow', () => {
    expect(voidableUntil(somePolicy(), TERMS_ON_SALE)).toBe('2026-03-15T21:00:00.000Z');
    const office = { index: '236000', region: 'Калининградская область', timeZone: 'Europe/Kaliningrad' };
    expect(voidableUntil(somePolicy({ office }), TERMS_ON_SALE)).toBe('2026-03-15T22:00:00.000Z');
  });

  it('has no date in the service regime', () => {
    expect(voidableUntil(somePolicy(), SERVICE_TERMS)).toBeUndefined();
  });
});

import type { Decision } from '../../functions/contracts/case.ts';
import { claimEmail } from '../../functions/messages/catalogue/claim-cards.ts';
import { policyMessages } from '../../functions/messages/catalogue/policy-messages.ts';
import {
  composeClaimMessage,
  composePolicyMessage,
  renderClaimCard,
} from '../../functions/messages/compose-message.ts';
import type { PolicyNoticeAbout } from '../../functions/messages/ports.ts';
import { someClaim } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';

const NOW = '2026-03-05T10:00:00.000Z';
const LATER = '2026-04-20T10:00:00.000Z';
const LINK = 'https://protected.example.ru/#token';
const decision: Decision = {
  outcome: 'refused',
  reasonCode: 'evidence-insufficient',
  clause: '4.2',
  evidence: [],
  by: { role: 'specialist', id: 'anna' },
  at: NOW,
};
const { deadline: _open, ...undated } = someClaim();
const refusedClaim = (appealUntil?: string) => ({
  ...undated,
  status: 'refused' as const,
  decision: { ...decision, ...(appealUntil && { appealUntil }) },
});

describe('what a claim says of itself', () => {
  it('names its time also when that is over: somebody is late, and it still holds', () => {
    const now = renderClaimCard(someClaim(), 'en', NOW);
    expect(now.byWhen).toContain('10 March 2026, 24:00');
    expect(now.otherwise).not.toBeNull();
    expect(renderClaimCard(someClaim(), 'en', LATER)).toEqual(now);
  });

  it('of a refusal says until when it can be objected to, and no more from that moment on', () => {
    const claim = refusedClaim('2026-04-04T21:00:00.000Z');
    const open = renderClaimCard(claim, 'en', '2026-04-04T20:59:59.999Z');
    expect(open.byWhen).toContain('4 April 2026, 24:00');
    expect(open.otherwise).not.toBeNull();
    expect(open.whoActs).toContain('clause 4.2');
    const over = { ...open, byWhen: null, otherwise: null };
    expect(renderClaimCard(claim, 'en', '2026-04-04T21:00:00.000Z')).toEqual(over);
    // One that could never be objected to.
    expect(renderClaimCard(refusedClaim(), 'en', NOW)).toEqual(over);
  });
});

describe('the e-mail about a claim', () => {
  const told = { link: LINK, locale: 'en' } as const;
  const frame = claimEmail.en;

  it('greets, says the state, then who acts, by when and what otherwise, line by line, and where to go on', () => {
    const claim = someClaim();
    const { title, whoActs, byWhen, otherwise } = renderClaimCard(claim, 'en', claim.statusSince);
    const { email, subject } = composeClaimMessage(claim, told);
    const [opening, state, lines, ...closing] = email.split('\n\n');
    expect([opening, state]).toEqual([frame.opening, `${title}.`]);
    expect(lines?.split('\n')).toEqual([whoActs, byWhen, otherwise]);
    expect(closing.join('\n\n')).toBe(frame.closing.replace('{link}', LINK));
    expect(subject).toBe(`${title}: parcel ${claim.trackingNumber}`);
  });

  it('has no line for what there is nothing to say of', () => {
    const claim = { ...undated, status: 'withdrawn' as const };
    const { whoActs } = renderClaimCard(claim, 'en', NOW);
    expect(composeClaimMessage(claim, told).email.split('\n\n')[2]).toBe(whoActs);
  });

  it('tells of a refusal as on the day on which it was made, however late it is sent', () => {
    const { sms, email } = composeClaimMessage(refusedClaim('2026-04-04T21:00:00.000Z'), told);
    expect(sms).toContain('4 Apr 2026 24:00');
    expect(email).toContain('4 April 2026, 24:00');
  });
});

describe('what a customer is told of the protection', () => {
  const policy = somePolicy({ amount: 450_000, claimableUntil: '2026-04-07T21:00:00.000Z' });
  const compose = (about: PolicyNoticeAbout, of = policy, locale: 'ru' | 'en' = 'en') =>
    composePolicyMessage(about, of, { link: LINK, locale, now: NOW });
  const subjectOf = (key: keyof typeof policyMessages.en) =>
    policyMessages.en[key].subject.replace('{number}', policy.trackingNumber).replace('{left}', '26 days');

  it('is the end of the protection, and once it ended until when a claim was possible', () => {
    for (const about of ['policy-sold', 'policy-ending'] as const) {
      expect(compose(about).sms).toContain('31 Mar 2026 24:00');
      expect(compose(about).email).toContain('31 March 2026, 24:00');
    }
    expect(compose('policy-ended').email).toContain('7 April 2026, 24:00');
  });

  it('asks for a film at the sale alone', () => {
    const small = somePolicy({ amount: 300_000 });
    expect(compose('policy-sold').subject).toBe(subjectOf('policy-sold-with-film'));
    expect(compose('policy-sold', small).subject).toBe(subjectOf('policy-sold'));
    for (const about of ['policy-ending', 'policy-ended', 'policy-voided'] as const)
      expect(compose(about).subject).toBe(subjectOf(about));
  });

  it('has spaces in an SMS that every phone has, and those that do not break in an e-mail', () => {
    const { sms, email } = compose('policy-ending', policy, 'ru');
    const claim = composeClaimMessage(
      { ...undated, status: 'compensated', amount: 450_000 },
      { link: LINK, locale: 'ru' },
    );
    expect([sms, claim.sms].join()).not.toMatch(/[\u00A0\u202F]/);
    expect(claim.sms).toContain('4 500 ₽');
    expect(compose('policy-sold', policy, 'ru').email).toContain('4\u00A0500\u00A0₽');
    expect(email).toContain(LINK);
  });
});

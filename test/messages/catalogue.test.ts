import { claimActions, openState } from '../../functions/claims/claim-lifecycle.ts';
import { toInstant, toMillis } from '../../functions/clock.ts';
import {
  type ClaimStatus,
  claimStatus,
  type Decision,
  finding,
  refusalReasonCode,
} from '../../functions/contracts/case.ts';
import { claimKind, locale as localeSchema } from '../../functions/contracts/primitives.ts';
import { refusalCodes } from '../../functions/contracts/refusal.ts';
import { claimCards, claimCardsAfterAppeal } from '../../functions/messages/catalogue/claim-cards.ts';
import { codeMessages } from '../../functions/messages/catalogue/code-messages.ts';
import { attentionCodes, attentionText, labels } from '../../functions/messages/catalogue/labels.ts';
import { policyMessages } from '../../functions/messages/catalogue/policy-messages.ts';
import { problems } from '../../functions/messages/catalogue/problems.ts';
import {
  type ComposedMessage,
  composeClaimMessage,
  composeCodeMessage,
  composePolicyMessage,
  renderClaimCard,
} from '../../functions/messages/compose-message.ts';
import { placeholdersOf } from '../../functions/messages/fill-text.ts';
import { renderProblem } from '../../functions/messages/render.ts';
import { OFFICE_TIME_ZONES } from '../../functions/policies/deadline.ts';
import { someClaim } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';

const locales = localeSchema.options;
const statuses = claimStatus.options;
/** As long as the real one: 46 characters of token. */
const LINK = `https://protected.example.ru/#${'k'.repeat(46)}`;
const NOW = '2026-03-08T08:00:00.000Z';
const POLICY_NOTICES = ['policy-sold', 'policy-ending', 'policy-ended', 'policy-voided'] as const;

/** A claim with everything that it has in this state. */
function claimIn(status: ClaimStatus, timeZone = 'Asia/Kamchatka') {
  const { deadline: _, ...claim } = someClaim({ status, timeZone, amount: 49_999_999 });
  const by = { role: 'specialist', id: 'anna' } as const;
  const at = '2026-03-07T08:00:00.000Z';
  if (status === 'refused') {
    const appealUntil = '2026-04-06T21:00:00.000Z';
    const clause = '4.2';
    return {
      ...claim,
      decision: {
        outcome: 'refused' as const,
        by,
        at,
        reasonCode: 'evidence-insufficient' as const,
        clause,
        appealUntil,
      },
    };
  }
  const decided = ['approved', 'paying', 'compensated'].includes(status);
  const isOpen = claimCards.ru[status].byWhen !== null;
  return {
    ...claim,
    ...(isOpen && { deadline: '2026-03-10T21:00:00.000Z' }),
    ...(decided && { decision: { outcome: 'approved' as const, by, at, amount: 49_999_999 } }),
  };
}

/** A claim that ended after its refusal was appealed against. */
function appealedClaim(status: 'refused' | 'withdrawn') {
  const { appealUntil, ...decision } = claimIn('refused').decision as Decision;
  const by = { role: 'customer', id: 'policy-1' } as const;
  const previousDecision = { ...decision, ...(appealUntil && { appealUntil }) };
  const appeal = { at: NOW, by, refusedBy: decision.by, previousDecision };
  const { deadline: _, ...claim } = { deadline: undefined, ...claimIn(status) };
  return { ...claim, ...(status === 'refused' && { decision }), appeal };
}

function expectWhole({ sms, subject, email }: ComposedMessage) {
  for (const text of [sms, subject, email]) {
    expect(text).not.toMatch(/[{}]|undefined|null|NaN|Invalid/);
    expect(text).toBe(text.trim());
  }
}

/** UCS-2 messages of several parts carry 67 characters a part; one part alone carries 70. */
const segmentsOf = (text: string) => (text.length <= 70 ? 1 : Math.ceil(text.length / 67));

describe.each(locales)('in %s', (locale) => {
  it.each(statuses)('a claim that is %s has whole texts in every zone', (status) => {
    for (const timeZone of OFFICE_TIME_ZONES) {
      const message = composeClaimMessage(claimIn(status, timeZone), { link: LINK, locale });
      expectWhole(message);
      expect(message.sms).toContain(LINK);
      expect(message.email).toContain(LINK);
    }
  });

  it.each(statuses)(
    'the card of %s says who acts, by when and what otherwise, or that nobody has to',
    (status) => {
      const card = renderClaimCard(claimIn(status), locale, NOW);
      expect(card.byWhen === null).toBe(claimCards[locale][status].byWhen === null);
      expect(card.byWhen === null).toBe(card.otherwise === null);
      for (const text of [card.title, card.whoActs, card.byWhen ?? '', card.otherwise ?? '']) {
        expect(text).not.toMatch(/[{}]/);
      }
    },
  );

  it.each(['refused', 'withdrawn'] as const)(
    'a claim that is %s after its appeal has texts of its own, which promise nothing more',
    (status) => {
      const claim = appealedClaim(status);
      expectWhole(composeClaimMessage(claim, { link: LINK, locale }));
      const card = renderClaimCard(claim, locale, NOW);
      expect(card.title).toBe(claimCardsAfterAppeal[locale][status].title);
      expect([card.byWhen, card.otherwise]).toEqual([null, null]);
    },
  );

  it('a refusal says until when it can be appealed against, and from that instant on nothing of it', () => {
    const claim = claimIn('refused');
    const { appealUntil = '' } = claim.decision as Decision;
    const cardAt = (offset: number) =>
      renderClaimCard(claim, locale, toInstant(toMillis(appealUntil) + offset));
    expect(cardAt(-1)).toMatchObject({ byWhen: expect.any(String), otherwise: expect.any(String) });
    expect(cardAt(0)).toMatchObject({ byWhen: null, otherwise: null });
    // A message tells of the refusal when it was made, however late it goes out.
    expect(composeClaimMessage(claim, { link: LINK, locale }).email).toContain(cardAt(-1).byWhen);
  });

  it.each(POLICY_NOTICES)('%s has whole texts, with and without a film', (about) => {
    const told = { link: LINK, locale, now: '2026-03-28T12:00:00.000Z' };
    for (const amount of [300_000, 300_001]) {
      const message = composePolicyMessage(about, somePolicy({ amount }), told);
      expectWhole(message);
    }
  });

  it.each(refusalCodes)('the refusal %s is said without any fact and with what it names', (code) => {
    const bare = renderProblem(code, {}, locale);
    expect(bare.title).toMatch(/\S/);
    expect(bare.detail).toMatch(/[.!]$/);
    const instants = ['serverTime', 'endsAt', 'voidableUntil', 'nextCodeAt', 'appealUntil'].map((name) => [
      name,
      '2026-03-31T21:00:00.000Z',
    ]);
    const sums = [
      'minimum',
      'maximum',
      'maximumBytes',
      'missing',
      'filesPerPolicy',
      'oldestHours',
      'attemptsLeft',
    ];
    const facts = {
      ...Object.fromEntries([...instants, ...sums.map((name) => [name, 100])]),
      onSale: '2026-01',
      acceptedTypes: ['video/mp4'],
      allowedActions: ['approve', 'refuse'],
    };
    const full = renderProblem(code, facts, locale);
    expect(`${full.title} ${full.detail}`).not.toMatch(/[{}]|undefined/);
    expect(full.detail.length > bare.detail.length).toBe(problems[locale][code].bound !== undefined);
  });

  it('every code has a label', () => {
    const { claimKinds, claimStatuses, actions, refusalReasons, findings } = labels[locale];
    for (const kind of claimKind.options) {
      expect(claimKinds[kind].label).toMatch(/\S/);
      expect(claimKinds[kind].example).toMatch(/[.]$/);
    }
    for (const status of statuses) expect(claimStatuses[status]).toMatch(/\S/);
    for (const action of claimActions) expect(actions[action]).toMatch(/\S/);
    for (const reason of refusalReasonCode.options) expect(refusalReasons[reason].clause).toMatch(/[.]$/);
    for (const code of finding.options) expect(findings[code]).toMatch(/\S/);
    for (const code of attentionCodes) expect(attentionText(code, locale)).toMatch(/\S/);
  });
});

it('says the same in both languages: the same placeholders in every text', () => {
  for (const status of ['refused', 'withdrawn'] as const) {
    for (const part of ['title', 'whoActs', 'sms'] as const) {
      const [ru, en] = [claimCardsAfterAppeal.ru[status][part], claimCardsAfterAppeal.en[status][part]];
      expect(placeholdersOf(ru).sort()).toEqual(placeholdersOf(en).sort());
    }
  }
  for (const status of statuses) {
    for (const part of ['title', 'whoActs', 'byWhen', 'otherwise', 'sms'] as const) {
      const [ru, en] = [claimCards.ru[status][part] ?? '', claimCards.en[status][part] ?? ''];
      expect(placeholdersOf(ru).sort()).toEqual(placeholdersOf(en).sort());
    }
  }
  for (const key of Object.keys(policyMessages.ru) as (keyof typeof policyMessages.ru)[]) {
    for (const part of ['sms', 'subject', 'email'] as const) {
      const [ru, en] = [policyMessages.ru[key][part], policyMessages.en[key][part]];
      expect(placeholdersOf(ru).sort()).toEqual(placeholdersOf(en).sort());
    }
  }
  for (const code of refusalCodes) {
    const [ru, en] = [problems.ru[code].bound ?? '', problems.en[code].bound ?? ''];
    expect(placeholdersOf(ru).sort()).toEqual(placeholdersOf(en).sort());
  }
});

it('a code’s SMS is whole, the same in both languages, and two parts in Russian', () => {
  for (const locale of locales) {
    const sms = composeCodeMessage({ number: '10100012123456', code: '012345', locale });
    expect(sms).toContain('012345');
    expect(sms).toContain('10100012123456');
    expect(sms).not.toMatch(/[{}]|http/);
    expect(placeholdersOf(codeMessages[locale]['payee-code']).sort()).toEqual(['code', 'number']);
    if (locale === 'ru') expect(segmentsOf(sms)).toBeLessThanOrEqual(2);
  }
});

it('every Russian SMS fits into three parts with its link', () => {
  const told = { link: LINK, locale: 'ru', now: '2026-03-28T12:00:00.000Z' } as const;
  const kamchatka = { index: '683000', region: 'Камчатский край', timeZone: 'Asia/Kamchatka' };
  const policy = somePolicy({ office: kamchatka });
  const all = [
    ...statuses.map((status) => composeClaimMessage(claimIn(status), told).sms),
    ...(['refused', 'withdrawn'] as const).map(
      (status) => composeClaimMessage(appealedClaim(status), told).sms,
    ),
    ...POLICY_NOTICES.map((about) => composePolicyMessage(about, policy, told).sms),
  ];
  expect(all.filter((sms) => segmentsOf(sms) > 3)).toEqual([]);
});

it('an English SMS stays in the seven-bit alphabet', () => {
  const told = { link: LINK, locale: 'en', now: '2026-03-28T12:00:00.000Z' } as const;
  for (const status of statuses) {
    expect(composeClaimMessage(claimIn(status), told).sms).toMatch(/^[\x20-\x7e]+$/);
  }
  for (const status of ['refused', 'withdrawn'] as const)
    expect(composeClaimMessage(appealedClaim(status), told).sms).toMatch(/^[\x20-\x7e]+$/);
});

it('an attention code that nobody knows yet still asks somebody to look', () => {
  expect(attentionText('something-new', 'ru')).toBe(labels.ru.attention['workflow-error']);
  for (const status of statuses)
    if (openState(status)?.atDeadline === 'escalate')
      expect(attentionText(`${status}-overdue`, 'ru')).not.toBe(labels.ru.attention['workflow-error']);
  expect(attentionText('paying-overdue', 'ru')).toBe(labels.ru.attention['payout-overdue']);
});

it('the sale says whether a film is needed: above the threshold, not at it', () => {
  const told = { link: LINK, locale: 'ru', now: '2026-03-01T12:00:00.000Z' } as const;
  expect(composePolicyMessage('policy-sold', somePolicy({ amount: 300_000 }), told).sms).toContain(
    'не обязательно',
  );
  expect(composePolicyMessage('policy-sold', somePolicy({ amount: 300_001 }), told).sms).toContain(
    'Обязательно',
  );
});

it('a claim without the deadline that its text needs is a fault, not a message with a hole', () => {
  const { deadline: _, ...claim } = someClaim();
  expect(() => composeClaimMessage(claim, { link: LINK, locale: 'ru' })).toThrow('{date}');
});

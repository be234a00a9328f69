import { readFileSync } from 'node:fs';
import type { ClaimFacts } from '../../functions/contracts/facts.ts';
import { judge } from '../../functions/signals/judge.ts';
import { type RehearsedChange, rehearse } from '../../functions/signals/rehearse.ts';
import { parseRuleSet, type RuleSet } from '../../functions/signals/rule-set.ts';
import { CURRENT_RULE_SET } from '../../functions/signals/rule-sets.ts';
import { someFacts, someJudgement } from '../builders/judgement.ts';
import { createMemoryJudgementStore } from '../twins/memory-judgement-store.ts';

const copy = (): RuleSet => structuredClone(CURRENT_RULE_SET);

/** The same rules, and a claim at once after the sale is worth a second look by itself. */
function stricter(): RuleSet {
  const rules = copy();
  rules.version = 'stricter';
  for (const rule of rules.rules) if (rule.id === 'filed-at-once') rule.weight = 60;
  return rules;
}

async function pastClaims() {
  const judgements = createMemoryJudgementStore();
  const save = async (claimId: string, filedAt: string, given: Parameters<typeof someFacts>[0]) => {
    const facts = someFacts({ claimId, filedAt, claimableUntil: '2026-12-31T21:00:00.000Z', ...given });
    await judgements.save(someJudgement({ claimId, facts, ...judge(facts, CURRENT_RULE_SET) }), filedAt);
  };
  for (let n = 0; n < 250; n += 1)
    await save(`quiet-${n}`, `2026-0${1 + (n % 5)}-15T10:00:00.000Z`, { soldAt: '2026-01-01T09:00:00.000Z' });
  for (const [n, status] of ['compensated', 'refused', 'lapsed', 'in-review'].entries())
    await save(`quick-${status}`, `2026-0${n + 1}-20T10:05:00.000Z`, {
      soldAt: `2026-0${n + 1}-20T10:00:00.000Z`,
      amount: 100_000 * (n + 1),
    });
  const counters = {
    findClaim: async (claimId: string) => {
      const status = claimId.replace('quick-', '');
      return status === 'in-review' ? undefined : { claim: { status } as ClaimFacts, letters: [] };
    },
  };
  return { judgements, counters };
}

describe('a rehearsal', () => {
  it('lists what other rules would advise differently, with how it ended and the money at stake', async () => {
    const changes: RehearsedChange[] = [];
    const rehearsed = await rehearse(
      { rules: stricter(), current: CURRENT_RULE_SET, from: '2026-01', to: '2026-12' },
      await pastClaims(),
      (change) => changes.push(change),
    );
    expect(changes.map(({ claimId, outcome }) => [claimId, outcome])).toEqual([
      ['quick-compensated', 'confirmed'],
      ['quick-refused', 'refused'],
      ['quick-lapsed', 'otherwise'],
      ['quick-in-review', 'open'],
    ]);
    expect(changes[0]).toMatchObject({
      before: { level: 'none' },
      after: { level: 'hold' },
      gained: [],
      lost: [],
    });
    expect(rehearsed).toMatchObject({
      claims: 254,
      levels: { before: { none: 254, flag: 0, hold: 0 }, after: { none: 250, flag: 0, hold: 4 } },
      changes: [
        {
          ...{ from: 'none', to: 'hold', claims: 4, amount: 1_000_000 },
          outcomes: { confirmed: 1, refused: 1, otherwise: 1, open: 1 },
        },
      ],
    });
  });

  it('tells the dearest change first, and an open claim that was counted from one that ended', async () => {
    const judgements = createMemoryJudgementStore();
    const save = (claimId: string, amount: number, given: Parameters<typeof someFacts>[0]) => {
      const facts = someFacts({ claimId, amount, filedAt: '2026-01-20T10:05:00.000Z', ...given });
      return judgements.save(someJudgement({ claimId, facts }), facts.filedAt);
    };
    const soon = { soldAt: '2026-01-20T10:00:00.000Z' };
    const late = { soldAt: '2026-01-01T10:00:00.000Z', claimableUntil: '2026-01-20T10:06:00.000Z' };
    await save('cheap-1', 100, soon);
    await save('cheap-2', 100, soon);
    await save('also-dear', 5_000, late);
    const counters = {
      findClaim: async () => ({ claim: { status: 'in-review' } as ClaimFacts, letters: [] }),
    };
    const rules = stricter();
    for (const rule of rules.rules) if (rule.id === 'filed-on-the-last-day') rule.weight = 30;
    const { levels, changes } = await rehearse(
      { rules, current: CURRENT_RULE_SET, from: '2026-01', to: '2026-01' },
      { judgements, counters },
      () => {},
    );
    const open = (claims: number) => ({ confirmed: 0, refused: 0, otherwise: 0, open: claims });
    expect(levels.after).toEqual({ none: 0, flag: 1, hold: 2 });
    expect(changes).toEqual([
      { from: 'none', to: 'flag', claims: 1, amount: 5_000, outcomes: open(1) },
      { from: 'none', to: 'hold', claims: 2, amount: 200, outcomes: open(2) },
    ]);
  });

  it('goes over a month page by page, and knows each way in which a claim can end well', async () => {
    const judgements = createMemoryJudgementStore();
    const ends = ['compensated', 'refunded-by-seller', 'recovered-through-bank'] as const;
    for (let n = 0; n < 210; n += 1) {
      const claimId = `${ends[n % 3]}/${n}`;
      const facts = someFacts({ claimId, soldAt: '2026-03-05T09:55:00.000Z' });
      await judgements.save(someJudgement({ claimId, facts }), facts.filedAt);
    }
    const counters = {
      findClaim: async (claimId: string) => {
        const status = claimId.split('/')[0] as ClaimFacts['status'];
        return { claim: { status } as ClaimFacts, letters: [] };
      },
    };
    const found: string[] = [];
    const { claims, changes } = await rehearse(
      { rules: stricter(), current: CURRENT_RULE_SET, from: '2026-03', to: '2026-03' },
      { judgements, counters },
      ({ claimId }) => found.push(claimId),
    );
    expect([claims, new Set(found).size]).toEqual([210, 210]);
    expect(changes.map(({ outcomes }) => outcomes.confirmed)).toEqual([210]);
  });

  it('says which rules speak only now, and which no more', async () => {
    const judgements = createMemoryJudgementStore();
    const facts = someFacts({ soldAt: '2026-03-05T09:59:00.000Z', purchaseAmount: 299_000 });
    await judgements.save(someJudgement({ facts }), facts.filedAt);
    const rules = stricter();
    rules.rules = rules.rules.filter(({ id }) => id !== 'just-below-the-threshold');
    const current = copy();
    current.rules = current.rules.filter(({ id }) => id !== 'filed-at-once');
    const changes: RehearsedChange[] = [];
    await rehearse(
      { rules, current, from: '2026-03', to: '2026-03' },
      { judgements, counters: { findClaim: async () => undefined } },
      (change) => changes.push(change),
    );
    const before = judge(facts, current).weight;
    expect(changes).toEqual([
      {
        ...{ trackingNumber: facts.trackingNumber, claimId: 'claim-1', filedAt: facts.filedAt },
        ...{ amount: 450_000, outcome: 'open' },
        before: { weight: before, level: 'none' },
        after: { weight: 60, level: 'hold' },
        ...{ gained: ['filed-at-once'], lost: ['just-below-the-threshold'] },
      },
    ]);
  });

  it('keeps to its months, and finds nothing to change where the rules are the same', async () => {
    const ports = await pastClaims();
    const within = { from: '2026-02', to: '2026-03' };
    const same = await rehearse({ rules: copy(), current: CURRENT_RULE_SET, ...within }, ports, () => {});
    expect(same).toMatchObject({ claims: 102, changes: [] });
  });
});

describe('a rule set in a file', () => {
  const textOf = (change: (rules: { rules: Record<string, unknown>[]; levels: object }) => void) => {
    const rules = copy() as never;
    change(rules);
    return JSON.stringify(rules);
  };

  it('is taken as it was exported', () => {
    expect(parseRuleSet(JSON.stringify(CURRENT_RULE_SET))).toEqual({ ruleSet: CURRENT_RULE_SET });
  });

  it.each<[string, string, RegExp]>([
    ['no JSON', '{', /^not JSON: /],
    ['no object', '[]', /^the file: /],
    [
      'a weight in words',
      textOf(({ rules }) => Object.assign(rules[0] ?? {}, { weight: 'much' })),
      /^rules\[0\] \(same-film\)\.weight: /,
    ],
    [
      'an unknown predicate',
      textOf(({ rules }) => Object.assign(rules[0] ?? {}, { look: { at: 'moon' } })),
      /^rules\[0\] \(same-film\)\.look/,
    ],
    [
      'two rules of a name',
      textOf(({ rules }) => rules.push(rules[0] ?? {})),
      /^rules\[\d+\] \(same-film\)\.id: there are two same-film$/,
    ],
    [
      'levels in the wrong order',
      textOf(({ levels }) => Object.assign(levels, { flag: 60 })),
      /^levels: `hold` has to be above/,
    ],
    [
      'a sentence that names what nobody knows',
      textOf(({ rules }) => Object.assign(rules[0]?.sentence ?? {}, { ru: 'Телефон {phone}.' })),
      /^rules\[0\] \(same-film\)\.sentence\.ru: \{phone\} is not among cases$/,
    ],
    [
      'a sentence that shows a value oddly',
      textOf(({ rules }) => Object.assign(rules[0]?.sentence ?? {}, { en: 'In {cases:stars}.' })),
      /cannot be shown so/,
    ],
    [
      'a brace that is no placeholder',
      textOf(({ rules }) =>
        Object.assign(rules[0]?.sentence ?? {}, { en: 'In {cases:othercases} and {more.' }),
      ),
      /^rules\[0\] \(same-film\)\.sentence\.en: has a brace that is no placeholder$/,
    ],
    [
      'more than one fault of a sentence',
      textOf(({ rules }) => Object.assign(rules[0]?.sentence ?? {}, { en: '{phone} in }.' })),
      /\{phone\} is not among cases\n.*has a brace that is no placeholder$/,
    ],
    [
      'a sentence that names none of several',
      textOf(({ rules }) => {
        const rule = rules.find(({ id }) => id === 'seller-with-confirmed-claims');
        Object.assign(rule?.sentence ?? {}, { ru: '{cases}' });
      }),
      /\.sentence\.ru: \{cases\} is not among claims, days, parcels$/,
    ],
    ['rules that are no list', JSON.stringify({ ...copy(), rules: 'none' }), /^rules: /],
    ['no rules at all', JSON.stringify({ version: 'none' }), /^levels: .*\nrules: /],
    ['a rule that is nothing', JSON.stringify({ ...copy(), rules: [null] }), /^rules\[0\]: /],
    ['a level that is none', textOf(({ levels }) => Object.assign(levels, { flag: 0 })), /^levels\.flag: /],
    [
      'a rule whose name is none',
      textOf(({ rules }) => Object.assign(rules[1] ?? {}, { id: 7 })),
      /^rules\[1\]\.id: /,
    ],
    [
      'a setting too many',
      textOf(({ rules }) => Object.assign(rules[0] ?? {}, { refuse: true })),
      /^rules\[0\] \(same-film\)/,
    ],
  ])('is refused with its place: %s', (_, text, fault) => {
    const parsed = parseRuleSet(text);
    expect('faults' in parsed && parsed.faults.join('\n')).toMatch(fault);
  });
});

describe('the script', () => {
  it('is the one of package.json', () => {
    expect(JSON.parse(readFileSync('package.json', 'utf8')).scripts.signals).toContain('local/signals.ts');
  });
});

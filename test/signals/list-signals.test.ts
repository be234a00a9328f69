import { isRefusal } from '../../functions/contracts/refusal.ts';
import type { SignalPage } from '../../functions/contracts/signals.ts';
import { createCursorSealer } from '../../functions/http/cursor.ts';
import { claimsToJudge, isNewlyChecked } from '../../functions/signals/claims-to-judge.ts';
import { listSignals } from '../../functions/signals/list-signals.ts';
import type { JudgementStore } from '../../functions/signals/ports.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { someFacts, someJudgement } from '../builders/judgement.ts';
import { createMemoryJudgementStore } from '../twins/memory-judgement-store.ts';

const NOW = '2026-04-10T10:00:00.000Z';
const cursors = createCursorSealer('a key of the tests');

async function judgedClaims() {
  const judgements = createMemoryJudgementStore();
  const filed = { '2026-04': [35, 80, 10], '2026-03': [60, 30], '2025-07': [45], '2022-01': [99] };
  for (const [month, weights] of Object.entries(filed))
    for (const weight of weights) {
      const claimId = `${month}/${weight}`;
      const level = weight >= 60 ? 'hold' : weight >= 30 ? 'flag' : 'none';
      const facts = someFacts({ claimId, filedAt: `${month}-05T10:00:00.000Z` });
      await judgements.save(someJudgement({ claimId, facts, weight, level }), facts.filedAt);
    }
  return judgements;
}

async function listAll(query: Record<string, string>, reader = 'kira') {
  const ports = { judgements: await judgedClaims(), cursors };
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const given = { ...query, ...(cursor !== undefined && { cursor }) };
    const page = await listSignals({ query: given, reader: { id: reader }, now: NOW }, ports);
    if (isRefusal(page)) throw new Error(page.refused);
    seen.push(...page.claims.map(({ claimId }) => claimId));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return seen;
}

describe('the list of signals', () => {
  const all = ['2026-04/80', '2026-04/35', '2026-03/60', '2026-03/30', '2025-07/45'];

  it.each(['1', '2', '3', '50'])(
    'has the newest month first and the heaviest in it, %s a page',
    async (limit) => {
      expect(await listAll({ limit })).toEqual(all);
    },
  );

  it('has a next page only where there is something on it, and goes over the months of a year without claims', async () => {
    const ports = { judgements: await judgedClaims(), cursors };
    const reader = { id: 'kira' };
    const read = async (query: Record<string, string>) =>
      (await listSignals({ query, reader, now: NOW }, ports)) as SignalPage;
    const first = await read({ limit: '4' });
    expect(first.claims).toHaveLength(4);
    const second = await read({ limit: '4', cursor: first.nextCursor ?? '' });
    expect(second.claims.map(({ claimId }) => claimId)).toEqual(['2025-07/45']);
    expect(second).not.toHaveProperty('nextCursor');
    expect(await read({ limit: '5' })).not.toHaveProperty('nextCursor');
    expect(await read({ limit: '1', level: 'flag', month: '2026-03' })).not.toHaveProperty('nextCursor');
  });

  it('asks for no more than it shows, and for one to know whether there is more', async () => {
    const judgements = await judgedClaims();
    const asked: [string, number][] = [];
    const list: JudgementStore['list'] = (query) => {
      asked.push([query.month, query.limit]);
      return judgements.list(query);
    };
    const query = { limit: '3' };
    await listSignals({ query, reader: { id: 'kira' }, now: NOW }, { judgements: { list }, cursors });
    expect(asked).toEqual([
      ['2026-04', 4],
      ['2026-03', 2],
    ]);
  });

  it('asks once for each month', async () => {
    const asked: string[] = [];
    const list: JudgementStore['list'] = async ({ month }) => {
      asked.push(month);
      return { judgements: [], next: undefined };
    };
    const page = await listSignals(
      { query: {}, reader: { id: 'kira' }, now: NOW },
      { judgements: { list }, cursors },
    );
    expect(page).toEqual({ claims: [] });
    expect([asked.length, new Set(asked).size, asked.at(-1)]).toEqual([36, 36, '2023-05']);
  });

  it('is of one month or level where that is asked for', async () => {
    expect(await listAll({ month: '2026-03' })).toEqual(['2026-03/60', '2026-03/30']);
    expect(await listAll({ level: 'hold' })).toEqual(['2026-04/80', '2026-03/60']);
    expect(await listAll({ level: 'flag', month: '2026-04', limit: '1' })).toEqual(['2026-04/35']);
  });

  it.each([{ month: '2026-13' }, { level: 'none' }, { limit: '0' }, { limit: '101' }, { office: '1' }])(
    'refuses %j',
    async (query) => {
      const ports = { judgements: await judgedClaims(), cursors };
      const page = await listSignals({ query: query as never, reader: { id: 'kira' }, now: NOW }, ports);
      const pointer = `?${Object.keys(query)[0]}`;
      expect(page).toMatchObject({ refused: 'invalid-request', facts: { errors: [{ pointer }] } });
    },
  );

  it('goes on for its own reader and query alone', async () => {
    const ports = { judgements: await judgedClaims(), cursors };
    const read = (query: Record<string, string>, id = 'kira') =>
      listSignals({ query, reader: { id }, now: NOW }, ports);
    const { nextCursor: cursor = '' } = (await read({ limit: '1' })) as SignalPage;
    expect(await read({ limit: '1', cursor })).toHaveProperty('claims');
    expect(await read({ limit: '1', cursor }, 'boris')).toMatchObject({ refused: 'cursor-invalid' });
    expect(await read({ limit: '1', level: 'hold', cursor })).toMatchObject({ refused: 'cursor-invalid' });
  });
});

describe('what has a claim judged', () => {
  const claim = someClaim();
  const asked = [{ trackingNumber: claim.trackingNumber, claimId: claim.claimId }];

  it('is its filing, another payee, the place of the money and its end, and nothing else', () => {
    expect(claimsToJudge(undefined, claim)).toEqual(asked);
    expect(claimsToJudge(claim, { ...claim, version: 2, assignee: { id: 'anna', since: NOW } })).toEqual([]);
    const payee = {
      ...{ method: 'account' as const, bankIdentificationCode: '044525225' },
      ...{ account: '40817810000000000001', holder: 'ИВАНОВА АННА' },
    };
    expect(claimsToJudge(claim, { ...claim, personal: { ...claim.personal, payee } })).toEqual(asked);
    const moneyInPost = { state: 'accepted' as const, checkedAt: NOW, acceptedAt: NOW };
    expect(claimsToJudge(claim, { ...claim, moneyInPost })).toEqual(asked);
    expect(claimsToJudge(claim, { ...claim, status: 'refused' })).toEqual(asked);
    expect(claimsToJudge(claim, { ...claim, status: 'approved' })).toEqual([]);
  });

  it('is the check of a file', () => {
    const checked = someUpload({ check: { checkedAt: NOW, sha256: 'ab', size: 1, findings: [] } });
    expect(isNewlyChecked(someUpload(), checked)).toBe(true);
    expect(isNewlyChecked(checked, checked)).toBe(false);
    expect(isNewlyChecked(undefined, someUpload())).toBe(false);
  });
});

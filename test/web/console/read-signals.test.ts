import type { SignalPage } from '../../../functions/contracts/signals.ts';
import { readShownPage } from '../../../web/console/signals/read-signals.ts';

type Claim = SignalPage['claims'][number];
/** Each year of months as the service looks through it; the cursor is where the next claim stands. */
function service(...years: number[]) {
  const asked: string[] = [];
  const ask = async (cursor: string | undefined, limit: number): Promise<SignalPage> => {
    asked.push(`${cursor ?? 'first'} ${limit}`);
    const [year = 0, from = 0] = (cursor ?? '0:0').split(':').map(Number);
    const count = Math.min((years[year] ?? 0) - from, limit);
    const claims = Array.from(
      { length: count },
      (_, index) => ({ claimId: `${year}:${from + index}` }) as Claim,
    );
    const isOver = from + count >= (years[year] ?? 0) && count < limit;
    const next = isOver ? `${year + 1}:0` : `${year}:${from + count}`;
    return { claims, ...(!(isOver && year + 1 >= years.length) && { nextCursor: next }) };
  };
  return { ask, asked };
}
const shown = async (years: number[], limit: number, cursor?: string) => {
  const { claims, nextCursor } = await readShownPage(service(...years).ask, limit, cursor);
  return { claims: claims.map(({ claimId }) => claimId), nextCursor };
};

describe('a page of the signals', () => {
  it('offers nothing after the last claim', async () => {
    expect(await shown([2, 0, 0], 25)).toEqual({ claims: ['0:0', '0:1'], nextCursor: undefined });
    expect(await shown([2, 0, 0], 2)).toEqual({ claims: ['0:0', '0:1'], nextCursor: undefined });
    expect(await shown([0, 0, 0], 25)).toEqual({ claims: [], nextCursor: undefined });
  });

  it('goes over years without claims, and goes on where it ended', async () => {
    const first = await shown([1, 0, 3], 2);
    expect(first.claims).toEqual(['0:0', '2:0']);
    expect(await shown([1, 0, 3], 2, first.nextCursor)).toEqual({
      claims: ['2:1', '2:2'],
      nextCursor: undefined,
    });
  });

  it('does not ask for ever', async () => {
    const { ask, asked } = service(...Array<number>(100).fill(0));
    expect((await readShownPage(ask, 25)).nextCursor).toBeDefined();
    expect(asked.length).toBeLessThan(10);
  });
});

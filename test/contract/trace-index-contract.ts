import type { Trace, TraceIndex } from '../../functions/signals/ports.ts';
import type { Stores } from './stores.ts';

/** What cases left behind, found by what they have in common. */
export function describeTraceIndex(stores: () => Stores): void {
  let traces: TraceIndex;
  beforeEach(() => {
    ({ traces } = stores());
  });

  const someTrace = (given: Partial<Trace> = {}): Trace => ({
    kind: 'phone',
    hash: 'Zm9vYmFyYmF6cXV4MTIzNA',
    trackingNumber: '10100012123456',
    claimId: 'claim-1',
    policyId: 'policy-1',
    at: '2026-03-05T10:00:00.000Z',
    ...given,
  });

  it('are found by kind and hash, the newest first and no more than asked for', async () => {
    const first = someTrace();
    const second = someTrace({ claimId: 'claim-2', at: '2026-03-06T10:00:00.000Z' });
    const third = someTrace({ claimId: 'claim-3', trackingNumber: '63000045987655', at: second.at });
    for (const trace of [second, first, third]) await traces.remember(trace);
    expect(await traces.seen('phone', first.hash, 20)).toStrictEqual([third, second, first]);
    expect(await traces.seen('phone', first.hash, 2)).toStrictEqual([third, second]);
    expect(await traces.seen('payee', first.hash, 20)).toEqual([]);
    expect(await traces.seen('phone', 'YW5vdGhlcmhhc2gxMjM0NQ', 20)).toEqual([]);
  });

  it('are there once, however often they are written', async () => {
    const trace = someTrace();
    await Promise.all([traces.remember(trace), traces.remember(trace)]);
    await traces.remember(trace);
    expect(await traces.seen('phone', trace.hash, 20)).toStrictEqual([trace]);
  });

  it('keep a claim apart under each kind that it left', async () => {
    await traces.remember(someTrace({ kind: 'film' }));
    await traces.remember(someTrace({ kind: 'film-frames' }));
    expect(await traces.seen('film', someTrace().hash, 20)).toStrictEqual([someTrace({ kind: 'film' })]);
  });
}

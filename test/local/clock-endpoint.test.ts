import { LaptopClock } from '../../local/clock.ts';
import { moveClock } from '../../local/clock-endpoint.ts';

describe('a move of the clock', () => {
  const now = Date.parse('2026-03-01T00:00:00Z');
  const move = (body: unknown) => {
    const kept: number[] = [];
    const clock = new LaptopClock(0, () => now);
    return { ...moveClock(clock, body, (offset) => kept.push(offset)), kept, offset: clock.offsetMillis };
  };

  it.each([
    { advance: 'P99999999999999D' },
    { advance: `P${'9'.repeat(400)}D` },
    { advance: 'P2920000D' },
    { set: '9999-12-31T23:59:59.999-00:01' },
  ])('beyond the last date is refused and nothing is kept: %j', (body) => {
    expect(move(body)).toMatchObject({ kind: 'refused', kept: [], offset: 0 });
  });

  it('to the last date is made', () => {
    const last = '9999-12-31T23:59:59.999Z';
    const offset = Date.parse(last) - now;
    expect(move({ set: last })).toEqual({ kind: 'moved', kept: [offset], offset });
  });
});

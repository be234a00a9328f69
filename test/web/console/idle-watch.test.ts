import { type IdleClock, watchIdleness } from '../../../web/console/session/idle-watch.ts';

const MINUTE = 60_000;
const LIMITS = { idleMillis: 15 * MINUTE, warnMillis: MINUTE };

/** A clock that is moved by hand; its timers run when they are due, unless the machine sleeps. */
function handClock() {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  const clock: IdleClock = {
    now: () => now,
    after(millis, run) {
      const timer = { at: now + millis, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
  };
  const pass = (millis: number) => {
    const until = now + millis;
    for (;;) {
      const [next] = timers.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at);
      if (!next) break;
      timers = timers.filter((each) => each !== next);
      now = Math.max(now, next.at);
      next.run();
    }
    now = until;
  };
  return { clock, pass, sleep: (millis: number) => (now += millis) };
}

describe('whoever does not touch the page', () => {
  it('is warned one minute before, told the seconds, and then signed out', () => {
    const { clock, pass } = handClock();
    const { state } = watchIdleness(LIMITS, clock);
    pass(14 * MINUTE - 1);
    expect(state.get()).toEqual({ kind: 'active' });
    pass(1);
    expect(state.get()).toEqual({ kind: 'warned', secondsLeft: 60 });
    pass(18_000);
    expect(state.get()).toEqual({ kind: 'warned', secondsLeft: 42 });
    pass(42_000);
    expect(state.get()).toEqual({ kind: 'over' });
  });

  it('stays with any input, also in the last second', () => {
    const { clock, pass } = handClock();
    const watch = watchIdleness(LIMITS, clock);
    pass(14.99 * MINUTE);
    watch.input();
    expect(watch.state.get()).toEqual({ kind: 'active' });
    pass(13 * MINUTE);
    watch.input();
    pass(13 * MINUTE);
    expect(watch.state.get()).toEqual({ kind: 'active' });
    pass(2 * MINUTE);
    expect(watch.state.get()).toEqual({ kind: 'over' });
  });

  it('is signed out when the machine has slept, and no input on waking brings it back', () => {
    const { clock, sleep } = handClock();
    const watch = watchIdleness(LIMITS, clock);
    sleep(60 * MINUTE);
    watch.input();
    expect(watch.state.get()).toEqual({ kind: 'over' });
    watch.input();
    expect(watch.state.get()).toEqual({ kind: 'over' });
  });

  it('is not looked for any more when the page has stopped', () => {
    const { clock, pass } = handClock();
    const watch = watchIdleness(LIMITS, clock);
    watch.stop();
    pass(60 * MINUTE);
    expect(watch.state.get()).toEqual({ kind: 'active' });
  });
});

import { URL as MachineUrl } from 'node:url';
import { Worker } from 'node:worker_threads';
import { LaptopClock } from '../../local/clock.ts';

const DAY = 86_400_000;

describe('the laptop clock', () => {
  let clock: LaptopClock;
  beforeEach(() => {
    clock = new LaptopClock(0, () => 1_000_000);
  });
  afterEach(() => clock.close());

  it('moves forward only', () => {
    clock.advance(DAY);
    expect(clock.now()).toBe(1_000_000 + DAY);
    expect(() => clock.advance(-1)).toThrow(RangeError);
    expect(() => clock.moveTo(5)).toThrow(RangeError);
    expect(clock.now()).toBe(1_000_000 + DAY);
  });

  it('wakes what a move passes, in order of time, and nothing else', () => {
    const woken: string[] = [];
    clock.at(1_000_000 + 2 * DAY, () => woken.push('second'));
    clock.at(1_000_000 + DAY, () => woken.push('first'));
    clock.at(1_000_000 + 40 * DAY, () => woken.push('far'));
    const cancel = clock.at(1_000_000 + DAY, () => woken.push('cancelled'));
    cancel();
    clock.advance(30 * DAY);
    expect(woken).toEqual(['first', 'second']);
  });

  it('does not wake an alarm that is further ahead than one Node timer can hold', async () => {
    const real = new LaptopClock();
    let woken = false;
    real.at(real.now() + 60 * DAY, () => {
      woken = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(woken).toBe(false);
    real.close();
  });

  it('is followed by Date in a worker', async () => {
    const preload = new URL('../../local/clock-preload.ts', import.meta.url).href;
    const real = new LaptopClock(0);
    // A module, not `eval`: Node runs no `--import` before the code of an evaluated CommonJS worker.
    const code = `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', () => parentPort.postMessage([Date.now(), new Date().getTime(), new Date(5).getTime(), new Date() instanceof Date]));`;
    const worker = new Worker(new MachineUrl(`data:text/javascript,${encodeURIComponent(code)}`), {
      execArgv: ['--import', preload],
      workerData: { clockOffset: real.sharedOffset },
    });
    const ask = () =>
      new Promise<[number, number, number, boolean]>((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
        worker.postMessage('ask');
      });
    try {
      await ask();
      real.advance(30 * DAY);
      const [now, constructed, given, isDate] = await ask();
      expect(Math.abs(now - real.now())).toBeLessThan(5_000);
      expect(Math.abs(constructed - real.now())).toBeLessThan(5_000);
      expect(given).toBe(5);
      expect(isDate).toBe(true);
    } finally {
      await worker.terminate();
      real.close();
    }
  });
});

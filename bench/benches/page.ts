import { customerPage as texts } from '../../functions/messages/catalogue/customer-page-ru.ts';
import { openChromium, PHONE } from '../../test/browser/chromium.ts';
import { clerkOf } from '../../test/e2e/clerk.ts';
import { startLaptop } from '../../test/e2e/laptop.ts';
import type { Bench, Figure } from '../bench.ts';
import { firstLoadOf } from '../page-bytes.ts';
import { median } from '../statistics.ts';

/** The profile «slow 3G» of the browsers' own tools, on a phone four times slower than this machine. */
const LATENCY_MILLIS = 400;
const BITS_PER_SECOND = 400_000;
const TIMES_SLOWER = 4;
const GOAL_MILLIS = 2_000;
const GOAL_KILOBYTES = 30;
const KILOBYTE = 1_024;

interface Load {
  /** From the start of the navigation until the reader can act. */
  usableMillis: number;
  /** Likewise, until the answer to the page's first question is there, and until all scripts are. */
  answerMillis: number;
  scriptsMillis: number;
  bytes: number;
}

/** One visit with nothing kept from before. */
async function load(browser: Awaited<ReturnType<typeof openChromium>>, link: string): Promise<Load> {
  const phone = await browser.newContext(PHONE);
  const page = await phone.newPage();
  const devTools = await phone.newCDPSession(page);
  await devTools.send('Network.enable');
  await devTools.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: LATENCY_MILLIS },
    ...{ downloadThroughput: BITS_PER_SECOND / 8, uploadThroughput: BITS_PER_SECOND / 8 },
  });
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: TIMES_SLOWER });
  let bytes = 0;
  devTools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  // Noticed in the page itself, at the frame in which it is seen: asking from outside takes its own time.
  await page.addInitScript(
    ([heading, button]) => {
      const has = (selector: string, text: string | undefined) =>
        [...document.querySelectorAll(selector)].some((each) => each.textContent?.trim() === text);
      const look = () => {
        if (has('h1', heading) && has('button', button)) performance.mark('usable');
        else requestAnimationFrame(look);
      };
      look();
    },
    [texts.protection.active, texts.video.film],
  );
  await page.goto(link, { waitUntil: 'commit' });
  await page.waitForFunction(() => performance.getEntriesByName('usable').length > 0);
  const times = await page.evaluate(() => {
    const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const endOf = (part: string) =>
      Math.max(...resources.filter(({ name }) => name.includes(part)).map(({ responseEnd }) => responseEnd));
    return {
      usableMillis: performance.getEntriesByName('usable')[0]?.startTime ?? Number.NaN,
      answerMillis: endOf('/v1/my/policy'),
      scriptsMillis: endOf('.js'),
    };
  });
  await phone.close();
  return { ...times, bytes };
}

async function loads(runs: number, progress: (text: string) => void): Promise<Load[]> {
  const laptop = await startLaptop();
  try {
    const { answer } = await clerkOf(laptop).sellNew(450_000);
    const browser = await openChromium();
    try {
      // What is compiled or read for the first time is no part of what a visitor waits for.
      await load(browser, answer.body.link);
      const all: Load[] = [];
      for (let run = 0; run < runs; run += 1) {
        progress(`visit ${run + 1} of ${runs}`);
        all.push(await load(browser, answer.body.link));
      }
      return all;
    } finally {
      await browser.close();
    }
  } finally {
    await laptop.dispose();
  }
}

export const bench: Bench = {
  title: "The customer's page: script, and time until it can be used on slow 3G",
  async run({ long, progress }): Promise<Figure[]> {
    const all = await loads(long ? 15 : 5, progress);
    const of = (pick: (each: Load) => number) => Math.round(median(all.map(pick)));
    const usable = of(({ usableMillis }) => usableMillis);
    const bytes = of((each) => each.bytes);
    // The page itself and, after its scripts, the answer that it shows: less than two round trips is impossible.
    const least = Math.round(2 * LATENCY_MILLIS + (bytes * 8 * 1_000) / BITS_PER_SECOND);
    const { gzip, brotli, files } = firstLoadOf('customer');
    return [
      {
        what: 'script before the first screen, as gzip',
        value: gzip / KILOBYTE,
        unit: 'KB',
        goal: { atMost: GOAL_KILOBYTES },
        against: `${gzip} bytes in ${files} files, as Brotli ${brotli}; with page, styles and answers ${bytes} bytes come over the wire, headers included`,
      },
      {
        what: 'until the film can be begun, slow 3G, a phone four times slower than this machine',
        value: usable,
        unit: 'ms',
        goal: { atMost: GOAL_MILLIS },
        against: `two round trips and the bytes alone take ${least} ms; scripts there after ${of(({ scriptsMillis }) => scriptsMillis)} ms, the answer after ${of(({ answerMillis }) => answerMillis)} ms; visits of ${all.map(({ usableMillis }) => Math.round(usableMillis)).join(', ')} ms`,
      },
    ];
  },
};

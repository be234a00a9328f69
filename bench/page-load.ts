import { customerPage as texts } from '../functions/messages/catalogue/customer-page-ru.ts';
import { openChromium, PHONE } from '../test/browser/chromium.ts';
import { clerkOf } from '../test/e2e/clerk.ts';
import { startLaptop } from '../test/e2e/laptop.ts';

/** The profile «slow 3G» of the browsers' own tools, on a phone four times slower than this machine. */
const LATENCY_MILLIS = 400;
const BITS_PER_SECOND = 400_000;
const TIMES_SLOWER = 4;
const RUNS = 5;
const GOAL_MILLIS = 2_000;

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

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;

const laptop = await startLaptop();
try {
  const { answer } = await clerkOf(laptop).sellNew(450_000);
  const browser = await openChromium();
  try {
    // What is compiled or read for the first time is no part of what a visitor waits for.
    await load(browser, answer.body.link);
    const loads: Load[] = [];
    for (let run = 0; run < RUNS; run += 1) loads.push(await load(browser, answer.body.link));
    const usable = median(loads.map(({ usableMillis }) => usableMillis));
    const bytes = median(loads.map((each) => each.bytes));
    // The page itself and, after its scripts, the answer that it shows: less than two round trips is impossible.
    const least = 2 * LATENCY_MILLIS + (bytes * 8 * 1000) / BITS_PER_SECOND;
    console.log(`usable after   ${Math.round(usable)} ms (median of ${RUNS})`);
    console.log(`each run       ${loads.map(({ usableMillis }) => Math.round(usableMillis)).join(' ')} ms`);
    console.log(`answer there   ${Math.round(median(loads.map(({ answerMillis }) => answerMillis)))} ms`);
    console.log(`scripts there  ${Math.round(median(loads.map(({ scriptsMillis }) => scriptsMillis)))} ms`);
    console.log(`loaded         ${bytes} bytes, headers included`);
    console.log(
      `bare minimum   ${Math.round(least)} ms: two round trips and the bytes; ${(usable / least).toFixed(2)} times that`,
    );
    console.log(`goal           ${GOAL_MILLIS} ms`);
  } finally {
    await browser.close();
  }
} finally {
  await laptop.dispose();
}

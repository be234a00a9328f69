import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';

/** A device for many pages, one after the other: to open another one takes as long as the page itself. */
export interface LastingDevice {
  context: BrowserContext;
  /** What one page kept of its uploads and its reader is nothing to the next. */
  forgetAll: () => Promise<void>;
}

export async function openLastingDevice(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions,
): Promise<LastingDevice> {
  const context = await browser.newContext(options);
  // Of an empty page that stays, because the pages to be forgotten are closed by then.
  const session = await context.newCDPSession(await context.newPage());
  return {
    context,
    forgetAll: async () => {
      await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    },
  };
}

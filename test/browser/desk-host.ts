import { jest } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { DESKTOP, openChromium } from './chromium.ts';
import { openDesk } from './console-desk.ts';
import { type PageHost, startPageHost } from './page-host.ts';

/** Gives each test of a file a browser's session of its own, at the console that the page host serves. */
export function atTheDesk() {
  let host: PageHost;
  let browser: Browser;
  let context: BrowserContext;
  beforeAll(async () => {
    [host, browser] = await Promise.all([startPageHost(), openChromium()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await host?.close();
  });
  // Generous, because the machine may be busy; what is there is seen at once.
  jest.setTimeout(60_000);
  beforeEach(async () => {
    context = await browser.newContext(DESKTOP);
  });
  afterEach(() => context.close());
  return {
    sit: (given: Parameters<typeof openDesk>[2] = {}) => openDesk(context, host.origin, given),
    session: () => context,
    origin: () => host.origin,
  };
}

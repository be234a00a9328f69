import type { Browser, BrowserContext, BrowserContextOptions, Disposable, Page } from 'playwright-core';
import type { Locale } from '../../functions/contracts/primitives.ts';

/** As much of a browser's session as the states need: one of a test's own, or a lasting device. */
export type Device = Pick<BrowserContext, 'newPage' | 'route'>;

/**
 * A device for many states, one after the other, in a page that stays: its renderer keeps what it has read of scripts
 * and styles, where a new page begins anew and takes as long as all that is looked at in it. To the next state nothing
 * is left of the one before.
 */
export async function openLastingDevice(
  browser: Browser,
  origin: string,
  { language, ...options }: BrowserContextOptions & { language?: Locale },
): Promise<Device> {
  const context = await browser.newContext(options);
  if (language) await context.addInitScript((chosen) => localStorage.setItem('language', chosen), language);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const initScripts: Disposable[] = [];
  const addInitScript = page.addInitScript.bind(page);
  page.addInitScript = async (...given: Parameters<Page['addInitScript']>) => {
    const script = await addInitScript(...given);
    initScripts.push(script);
    return script;
  };
  return {
    route: context.route.bind(context),
    newPage: async () => {
      for (const event of ['pageerror', 'console', 'request', 'requestfinished'] as const)
        await page.removeAllListeners(event);
      for (const script of initScripts.splice(0)) await script.dispose();
      // Of the same host, or the renderer would be another one each time.
      await page.goto(`${origin}/nothing-is-here`);
      await page.evaluate(() => sessionStorage.clear());
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await session.send('Storage.clearDataForOrigin', {
        origin,
        storageTypes: 'indexeddb,local_storage,file_systems,cache_storage',
      });
      await page.emulateMedia({ colorScheme: null });
      if (options.viewport) await page.setViewportSize(options.viewport);
      return page;
    },
  };
}

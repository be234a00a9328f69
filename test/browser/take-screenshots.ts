import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { locale as locales } from '../../functions/contracts/primitives.ts';
import { DESKTOP, openChromium, PHONE } from './chromium.ts';
import { startPageHost } from './page-host.ts';
import { inLanguage, openState, PAGE_STATES } from './page-states.ts';

/** Every state of the customer's page for people to look at; words given narrow it down to states of that name. */
const words = process.argv.slice(2);
const directory = join(import.meta.dirname, '..', '..', '.cache', 'screenshots');
mkdirSync(directory, { recursive: true });

const host = await startPageHost();
const browser = await openChromium({ camera: true });
try {
  for (const locale of locales.options)
    for (const [size, options] of Object.entries({ 390: PHONE, 1280: DESKTOP })) {
      for (const state of PAGE_STATES) {
        if (words.length > 0 && !words.some((word) => state.name.includes(word))) continue;
        // A device of its own: what one state keeps of its uploads is nothing to the next.
        const context = await browser.newContext({ ...options, ...inLanguage(host.origin, locale) });
        try {
          const { page } = await openState(context, host.origin, state, locale);
          // Colours do not depend on language and size.
          const themes =
            locale === 'ru' && size === '390' ? (['light', 'dark'] as const) : ['light' as const];
          for (const theme of themes) {
            await page.emulateMedia({ colorScheme: theme });
            const name = `${state.name}-${locale}-${size}${theme === 'dark' ? '-dark' : ''}.png`;
            await page.screenshot({ path: join(directory, name), fullPage: true });
          }
        } catch (error) {
          console.error(`${state.name} ${locale} ${size}: ${error}`);
          process.exitCode = 1;
        }
        await context.close();
      }
    }
} finally {
  await browser.close();
  await host.close();
}
console.log(directory);

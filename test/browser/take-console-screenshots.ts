import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { locale as locales } from '../../functions/contracts/primitives.ts';
import { openChromium } from './chromium.ts';
import { CONSOLE_STATES, openConsoleState } from './console-states.ts';
import { startPageHost } from './page-host.ts';

/** Every screen of the console for people to look at; words given narrow it down to screens of that name. */
const words = process.argv.slice(2);
const directory = join(import.meta.dirname, '..', '..', '.cache', 'screenshots');
mkdirSync(directory, { recursive: true });

const SIZES = { 1024: 768, 1280: 800, 1920: 1080 };

const host = await startPageHost();
const browser = await openChromium();
try {
  for (const state of CONSOLE_STATES.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  ))
    for (const locale of locales.options)
      for (const [width, height] of Object.entries(SIZES)) {
        const context = await browser.newContext({
          viewport: { width: Number(width), height },
          locale: 'ru-RU',
          timezoneId: 'Europe/Moscow',
          reducedMotion: 'reduce',
        });
        try {
          const { page } = await openConsoleState(context, host.origin, state, locale);
          // Colours do not depend on language and size.
          const themes =
            locale === 'ru' && width === '1280' ? (['light', 'dark'] as const) : ['light' as const];
          for (const theme of themes) {
            await page.emulateMedia({ colorScheme: theme });
            const name = `console-${state.name}-${locale}-${width}${theme === 'dark' ? '-dark' : ''}.png`;
            await page.screenshot({ path: join(directory, name) });
          }
        } catch (error) {
          console.error(`${state.name} ${locale} ${width}: ${error}`);
          process.exitCode = 1;
        }
        await context.close();
      }
} finally {
  await browser.close();
  await host.close();
}
console.log(directory);

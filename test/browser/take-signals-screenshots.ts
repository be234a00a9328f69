import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { locale as locales } from '../../functions/contracts/primitives.ts';
import { openChromium } from './chromium.ts';
import { openDesk } from './console-desk.ts';
import { startPageHost } from './page-host.ts';
import { SIGNALS_STATES, SIGNALS_TEXTS } from './signals-states.ts';

/** What stands out and whom it is about, for people to look at; words given narrow it down to screens of that name. */
const words = process.argv.slice(2);
const directory = join(import.meta.dirname, '..', '..', '.cache', 'screenshots');
mkdirSync(directory, { recursive: true });

const WIDTHS = [390, 1440];

const host = await startPageHost();
const browser = await openChromium();
try {
  for (const state of SIGNALS_STATES.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  ))
    for (const locale of locales.options)
      for (const width of WIDTHS) {
        const context = await browser.newContext({
          viewport: { width, height: 900 },
          locale: 'ru-RU',
          timezoneId: 'Europe/Moscow',
          reducedMotion: 'reduce',
        });
        try {
          const { role, place } = state;
          const { page } = await openDesk(context, host.origin, {
            role,
            place,
            locale,
            answers: await state.answers(),
          });
          await page.getByText(state.shows(SIGNALS_TEXTS[locale])).first().waitFor();
          const hasPlot = (await page.locator('.months-plot').count()) > 0;
          if (hasPlot) await page.locator('.uplot canvas').waitFor();
          const themes =
            locale === 'ru' && width === 1440 ? (['light', 'dark'] as const) : ['light' as const];
          for (const theme of themes) {
            await page.emulateMedia({ colorScheme: theme });
            const name = `signals-${state.name}-${locale}-${width}${theme === 'dark' ? '-dark' : ''}.png`;
            await page.screenshot({ path: join(directory, name), fullPage: true });
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

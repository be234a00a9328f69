import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CASE_STATES, openCaseState } from './case-states.ts';
import { openChromium } from './chromium.ts';
import { startPageHost } from './page-host.ts';

/** The case page in its states for people to look at; words given narrow it down to states of that name. */
const words = process.argv.slice(2);
const directory = join(import.meta.dirname, '..', '..', '.cache', 'screenshots');
mkdirSync(directory, { recursive: true });

const SIZES = [
  { width: 1280, height: 800, themes: ['light', 'dark'] as const },
  { width: 1920, height: 1080, themes: ['light'] as const },
];

const host = await startPageHost();
const browser = await openChromium();
try {
  for (const state of CASE_STATES.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  ))
    for (const { width, height, themes } of SIZES) {
      const context = await browser.newContext({
        viewport: { width, height },
        locale: 'ru-RU',
        timezoneId: 'Europe/Moscow',
        reducedMotion: 'reduce',
      });
      try {
        const { page } = await openCaseState(context, host.origin, state, 'ru');
        for (const theme of themes) {
          await page.emulateMedia({ colorScheme: theme });
          const name = `case-${state.name}-${width}${theme === 'dark' ? '-dark' : ''}.png`;
          await page.screenshot({ path: join(directory, name) });
        }
      } catch (error) {
        console.error(`${state.name} ${width}: ${error}`);
        process.exitCode = 1;
      }
      await context.close();
    }
} finally {
  await browser.close();
  await host.close();
}
console.log(directory);

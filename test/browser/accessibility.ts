import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

/** The rule of colours. It looks at what lies behind every word and takes as long as all the others together. */
export const COLOURS = 'color-contrast';

/** Whether what scrolls can be reached by keyboard: what fits on a large screen may scroll on a small one. */
export const SCROLLS = 'scrollable-region-focusable';

// A third as long as what the package would give of itself, and parsed in every page that is looked at.
const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe finds wrong with a page as it stands, a sentence each. A state is looked at by all rules once; in other
 * themes, languages and widths by those whose answer can be another one there.
 */
export async function violationsOf(
  page: Page,
  {
    where,
    only,
    without = [],
    with: more = [],
    least = 'serious',
  }: {
    /** What the sentences begin with. */
    where: string;
    /** No other rules than these. */
    only?: readonly string[];
    without?: readonly string[];
    /** Rules that axe leaves out unless asked. */
    with?: readonly string[];
    least?: 'serious' | 'minor';
  },
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(SOURCE);
  const options: axe.RunOptions = {
    resultTypes: ['violations'],
    // Style sheets of other hosts would be asked for, and there are none.
    preload: false,
    ...(only && { runOnly: { type: 'rule', values: [...only] } }),
    rules: {
      ...Object.fromEntries(more.map((rule) => [rule, { enabled: true }])),
      ...Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
    },
  };
  const violations = await page.evaluate(
    async (given) =>
      (await (globalThis as unknown as { axe: typeof axe }).axe.run(document, given)).violations.map(
        ({ id, impact, nodes }) => ({
          id,
          impact,
          nodes: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`),
        }),
      ),
    options,
  );
  return violations
    .filter(({ impact }) => least === 'minor' || impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${where} ${id}: ${node}`));
}

import type { Locale } from '../contracts/primitives.ts';
import type { Facts, RefusalCode } from '../contracts/refusal.ts';
import { actionLabels } from './catalogue/action-labels.ts';
import { problems } from './catalogue/problems.ts';
import { PLACEHOLDER } from './fill-text.ts';
import { formatDeadline, formatMoment, formatMoney, formatSize } from './format.ts';

/** The whole text of a refusal in a language; the bound of the rule is said when the facts name it. */
export function renderProblem(
  code: RefusalCode,
  facts: Facts,
  locale: Locale,
  timeZone = typeof facts.timeZone === 'string' ? facts.timeZone : 'Europe/Moscow',
): { title: string; detail: string } {
  const text = problems[locale][code];
  const bound = text.bound === undefined ? undefined : fillBound(text.bound, facts, locale, timeZone);
  return { title: text.title, detail: bound === undefined ? text.detail : `${text.detail} ${bound}` };
}

function fillBound(template: string, facts: Facts, locale: Locale, timeZone: string): string | undefined {
  let whole = true;
  const filled = template.replace(PLACEHOLDER, (_, name: string, kind: string | undefined) => {
    const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
    const shown = showFact(fact, kind, locale, timeZone);
    if (shown === undefined) whole = false;
    return shown ?? '';
  });
  return whole ? filled : undefined;
}

function showFact(
  fact: unknown,
  kind: string | undefined,
  locale: Locale,
  timeZone: string,
): string | undefined {
  switch (kind) {
    case 'money':
      return isFiniteNumber(fact) ? formatMoney(fact, locale) : undefined;
    case 'size':
      return isFiniteNumber(fact) ? formatSize(fact, locale) : undefined;
    case 'time':
      return typeof fact === 'string' && Number.isFinite(Date.parse(fact))
        ? formatMoment(fact, timeZone, locale)
        : undefined;
    case 'deadline':
      return typeof fact === 'string' && Number.isFinite(Date.parse(fact))
        ? formatDeadline(fact, timeZone, locale)
        : undefined;
    case 'list':
      return Array.isArray(fact) && fact.length > 0 ? fact.slice(0, 20).map(String).join(', ') : undefined;
    case 'actions':
      return Array.isArray(fact) && fact.length > 0 ? namesOfActions(fact, locale) : undefined;
    case undefined:
      return typeof fact === 'string' || isFiniteNumber(fact) ? String(fact) : undefined;
    default:
      throw new Error(`A fact cannot be shown as ${kind}.`);
  }
}

function namesOfActions(actions: unknown[], locale: Locale): string | undefined {
  const names: Readonly<Record<string, string>> = actionLabels[locale];
  const known = actions.map((action) => names[String(action)]).filter((name) => name !== undefined);
  return known.length > 0 ? known.join(', ') : undefined;
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/**
 * A value that a person once typed, made safe for a message: one line, no control characters or overrides of
 * the writing direction, nothing that a phone would turn into a link, and no longer than `longest` characters.
 */
export function cleanForMessage(value: string, longest: number): string {
  const oneLine = value
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]+/gu, ' ')
    // Addresses: a scheme, then "www.", then anything with a dot (of any script) between letters or digits.
    .replace(/[\p{L}\d+.-]*:\/\/\S*/gu, ' ')
    .replace(/www\.\S*/giu, ' ')
    .replace(/[\p{L}\d_%@/#-]+(?:[.\u2024\u3002\uFF0E\uFF61][\p{L}\d_%/@?&=#-]+)+/gu, (address) =>
      address.replace(/[.\u2024\u3002\uFF0E\uFF61/@?&=#]/gu, ' '),
    )
    .replace(/\s+/gu, ' ')
    .trim();
  const characters = [...oneLine];
  return characters.length <= longest
    ? oneLine
    : `${characters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}

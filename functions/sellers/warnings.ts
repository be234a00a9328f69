import { type Instant, toMillis } from '../clock.ts';
import type { SellerWarning } from '../contracts/sale.ts';
import { render } from '../messages/fill-text.ts';
import { CLAIMS, DAYS, formatCount } from '../messages/format.ts';
import type { WatchedSeller } from './ports.ts';
import { WARNING_RULE_SETS, type WarningRule, type WarningRuleSet } from './warning-rules.ts';

const DAY = 86_400_000;

/** A warning as it was given: the rule that made it, and the facts that it went by. */
export interface GivenWarning {
  ruleSet: string;
  rule: string;
  confirmed: number;
  parcels: number;
}

/** What a clerk has to say of this seller now, if anything. A confirmed claim leaves the window by itself. */
export function warningOf(
  watched: WatchedSeller,
  now: Instant,
  ruleSet: WarningRuleSet = WARNING_RULE_SETS[0],
): GivenWarning | undefined {
  const knownBy = watched.isNameOnly ? 'name' : 'tax-number-or-phone';
  for (const rule of ruleSet.rules) {
    if (rule.knownBy !== knownBy) continue;
    const confirmed = confirmedWithin(watched, rule, now);
    // A parcel can be counted later than the claim about it.
    const parcels = Math.max(watched.parcels, confirmed);
    if (confirmed >= rule.confirmed && confirmed >= rule.share * parcels)
      return { ruleSet: ruleSet.version, rule: rule.id, confirmed, parcels };
  }
  return undefined;
}

/** The same in words. */
export function warningsOf(watched: WatchedSeller | undefined, now: Instant): SellerWarning[] {
  const given = watched && warningOf(watched, now);
  return given ? [inWords(given)] : [];
}

/** @throws Error for a rule that is in no set: sets that were ever in use are kept. */
export function inWords(given: GivenWarning): SellerWarning {
  const { rules } = WARNING_RULE_SETS.find(({ version }) => version === given.ruleSet) ?? { rules: [] };
  const rule = rules.find(({ id }) => id === given.rule);
  if (!rule) throw new Error(`No rule ${given.rule} in the warning rules ${given.ruleSet}.`);
  return { rule: rule.id, ru: sentence(rule, given, 'ru'), en: sentence(rule, given, 'en') };
}

/** As short as a policy can keep it: `2026-11/many-confirmed/7/9`. */
export function packWarning({ ruleSet, rule, confirmed, parcels }: GivenWarning): string {
  return [ruleSet, rule, confirmed, parcels].join('/');
}

export function unpackWarning(packed: string): GivenWarning {
  const [ruleSet = '', rule = '', confirmed, parcels] = packed.split('/');
  return { ruleSet, rule, confirmed: Number(confirmed), parcels: Number(parcels) };
}

function confirmedWithin({ confirmedAt }: WatchedSeller, { windowDays }: WarningRule, now: Instant): number {
  const until = toMillis(now);
  const since = until - windowDays * DAY;
  return confirmedAt.map(toMillis).filter((at) => at > since && at <= until).length;
}

function sentence(rule: WarningRule, { confirmed }: GivenWarning, locale: 'ru' | 'en'): string {
  return render(rule.sentence[locale], {
    claims: formatCount(confirmed, CLAIMS, locale),
    days: formatCount(rule.windowDays, DAYS, locale),
  });
}

import type { CaseFile, TimelineEntry } from '../contracts/case.ts';
import type { CustomerPolicy } from '../contracts/customer.ts';
import type { Policy } from '../contracts/policy.ts';
import { type Locale, letterKind as letterKindSchema } from '../contracts/primitives.ts';
import { isFilm } from '../evidence/purpose.ts';
import { type CustomerStep, customerSteps } from '../messages/catalogue/customer-steps.ts';
import { placeholdersOf, render } from '../messages/fill-text.ts';
import { formatDeadline, formatMoney } from '../messages/format.ts';

type CustomerTimeline = CustomerPolicy['timeline'];

/** Newest entries that are shown; a page is no archive. */
const LONGEST = 200;

/**
 * What happened to this policy in its customer's words, oldest first: the sale, then what the case's timeline tells
 * of its claims and uploads. What only the service does is left out, and so is the same thing said twice running.
 */
export function customerTimelineOf(file: CaseFile, policy: Policy, locale: Locale): CustomerTimeline {
  const claims = new Set(idsOf(file.claims, policy, (claim) => claim.claimId));
  const uploads = new Set(idsOf(file.uploads, policy, (upload) => upload.uploadId));
  const told: CustomerTimeline = [{ at: policy.soldAt, text: textOfSale(policy, locale) }];
  for (const entry of file.timeline) {
    const isOfPolicy =
      entry.claimId !== undefined ? claims.has(entry.claimId) : uploads.has(entry.uploadId ?? '');
    const text = isOfPolicy ? textOfEntry(entry, file, policy, locale) : undefined;
    if (text === undefined) continue;
    const before = told.findLast(({ claimId }) => claimId === entry.claimId);
    if (entry.claimId !== undefined && before?.text === text) continue;
    told.push({ at: entry.at, text, ...(entry.claimId !== undefined && { claimId: entry.claimId }) });
  }
  return told.slice(-LONGEST);
}

function idsOf<Item extends { policyId: string }>(
  items: readonly Item[],
  { policyId }: Policy,
  idOf: (item: Item) => string,
): string[] {
  return items.filter((item) => item.policyId === policyId).map(idOf);
}

function textOfSale({ amount }: Policy, locale: Locale): string {
  const step = customerSteps[locale].sale as CustomerStep;
  return filled(step.text, step.with, { amount: formatMoney(amount, locale) });
}

function textOfEntry(
  entry: TimelineEntry,
  file: CaseFile,
  policy: Policy,
  locale: Locale,
): string | undefined {
  const steps = customerSteps[locale];
  if (!Object.hasOwn(steps, entry.action)) return undefined;
  const step = steps[entry.action] as CustomerStep;
  const upload = file.uploads.find(({ uploadId }) => uploadId === entry.uploadId);
  const letterKind = letterKindSchema.safeParse(entry.facts?.letterKind).data;
  const general = upload && !isFilm(upload) ? (step.ofDocument ?? step.text) : step.text;
  const text = (letterKind && step.ofLetter?.[letterKind]) ?? general;
  return filled(text, step.with, valuesOf(entry, file, policy, locale));
}

/** The sums and dates of an entry as they are shown. */
function valuesOf(
  { action, claimId, facts = {} }: TimelineEntry,
  file: CaseFile,
  policy: Policy,
  locale: Locale,
): Record<string, string> {
  const paid = file.payouts.find((payout) => payout.claimId === claimId && payout.status === 'settled');
  const amount = facts.amount ?? (action === 'settle' ? paid?.amount : undefined);
  const date = facts.replyDueAt ?? facts.appealUntil ?? facts.deadline;
  return {
    ...(typeof amount === 'number' && { amount: formatMoney(amount, locale) }),
    ...(typeof date === 'string' && { date: formatDeadline(date, policy.office.timeZone, locale) }),
    ...(typeof facts.documents === 'number' && { documents: String(facts.documents) }),
  };
}

/** The text, and its further sentence where everything is known that it names. */
function filled(text: string, further: string | undefined, values: Record<string, string>): string {
  const isKnown =
    further !== undefined && placeholdersOf(further).every((name) => Object.hasOwn(values, name));
  return isKnown ? `${text} ${render(further, values)}` : text;
}

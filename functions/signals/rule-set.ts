import * as z from 'zod';
import { traceKind } from '../contracts/signals.ts';
import { PLACEHOLDER } from '../messages/fill-text.ts';
import { type ShownAs, shownAs } from './sentences.ts';

/** Whom a signal speaks of: it is the seller who cheats, a buyer now and then, an office hardly ever. */
export const about = z.enum(['buyer', 'seller', 'office']);
export type About = z.infer<typeof about>;

/** What rules can look at: a closed set of pure predicates (judge.ts). What is data is how far they go. */
export const look = z.discriminatedUnion('at', [
  z.strictObject({
    at: z.literal('same-trace'),
    trace: traceKind,
    /** Other cases with the same trace, at least and at most. */
    cases: z.int().min(1).max(20),
    atMost: z.int().min(1).max(20).optional(),
    /** Filed within so many days of each other. */
    windowDays: z.int().min(1).max(1100),
    /** Only cases that share this as well, or that do not: whoever has the same phone is likely the same person. */
    sharing: traceKind.optional(),
    notSharing: traceKind.optional(),
  }),
  z.strictObject({
    at: z.literal('confirmed-claims-of-seller'),
    claims: z.int().min(1).max(50),
    windowDays: z.int().min(1).max(90),
    /** Of the seller's parcels. */
    share: z.number().min(0).max(1),
  }),
  z.strictObject({ at: z.literal('filed-soon'), minutes: z.int().min(1).max(43_200) }),
  z.strictObject({ at: z.literal('filed-at-the-end'), hours: z.int().min(1).max(720) }),
  z.strictObject({ at: z.literal('just-below-threshold'), percent: z.number().gt(0).max(50) }),
  z.strictObject({
    at: z.literal('sold-after-hand-over'),
    minutes: z.int().min(0).max(43_200),
    atMost: z.int().min(1).max(43_200).optional(),
  }),
  z.strictObject({
    at: z.literal('stands-out'),
    of: z.enum(['office', 'clerk']),
    /** Fewer are a coincidence, whatever their share. */
    claims: z.int().min(2).max(1000),
    /** Claims ÷ what as many parcels of the other offices would bring, at least. */
    times: z.number().min(1).max(100),
    /** How likely so many would be by chance, at most. */
    chance: z.number().gt(0).max(0.05),
  }),
]);
export type Look = z.infer<typeof look>;

/** What a sentence can say of what a predicate found, and how it is shown. */
export const valuesOfLook: Readonly<Record<Look['at'], readonly string[]>> = {
  'same-trace': ['cases'],
  'confirmed-claims-of-seller': ['claims', 'days', 'parcels'],
  'filed-soon': ['minutes'],
  'filed-at-the-end': ['hours'],
  'just-below-threshold': ['amount', 'threshold'],
  'sold-after-hand-over': ['minutes'],
  'stands-out': ['office', 'filed', 'sold', 'expected', 'since'],
};

const sentence = z.string().min(1).max(300);

export const signalRule = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z][a-z-]*$/)
      .max(60),
    about,
    look,
    /** Negative: speaks for whoever filed the claim. */
    weight: z.int().min(-100).max(100),
    sentence: z.strictObject({ ru: sentence, en: sentence }),
  })
  .superRefine((rule, context) => {
    for (const language of ['ru', 'en'] as const) {
      for (const fault of faultsOfSentence(rule.sentence[language], valuesOfLook[rule.look.at]))
        context.addIssue({ code: 'custom', path: ['sentence', language], message: fault });
    }
  });
export type SignalRule = z.infer<typeof signalRule>;

export const ruleSet = z
  .strictObject({
    version: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/)
      .max(40),
    /** From which sum of weights on. */
    levels: z.strictObject({ flag: z.int().min(1).max(1000), hold: z.int().min(1).max(1000) }),
    rules: z.array(signalRule).min(1).max(40),
  })
  .superRefine(({ levels, rules }, context) => {
    if (levels.flag >= levels.hold)
      context.addIssue({ code: 'custom', path: ['levels'], message: '`hold` has to be above `flag`' });
    rules.forEach(({ id }, index) => {
      if (rules.findIndex((rule) => rule.id === id) !== index)
        context.addIssue({ code: 'custom', path: ['rules', index, 'id'], message: `there are two ${id}` });
    });
  });
export type RuleSet = z.infer<typeof ruleSet>;

/** The rule set of a file's text, or what is wrong with it, each with its place. */
export function parseRuleSet(text: string): { ruleSet: RuleSet } | { faults: string[] } {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return { faults: [`not JSON: ${error instanceof Error ? error.message : 'unreadable'}`] };
  }
  const parsed = ruleSet.safeParse(content);
  if (parsed.success) return { ruleSet: parsed.data };
  return { faults: parsed.error.issues.map(({ path, message }) => `${placeOf(path, content)}: ${message}`) };
}

/** `rules[3] (same-film).weight`, so that one finds it in a long file. */
function placeOf(path: readonly PropertyKey[], content: unknown): string {
  const [first, index, ...rest] = path;
  if (first !== 'rules' || typeof index !== 'number') return path.map(String).join('.') || 'the file';
  const id: unknown = (content as { rules?: { id?: unknown }[] }).rules?.[index]?.id;
  const name = typeof id === 'string' ? ` (${id})` : '';
  return [`rules[${index}]${name}`, ...rest.map(String)].join('.');
}

function faultsOfSentence(text: string, values: readonly string[]): string[] {
  const faults = [...text.matchAll(PLACEHOLDER)].flatMap(([whole, name = '', kind]) => {
    if (!values.includes(name)) return [`${whole} is not among ${values.join(', ')}`];
    return kind === undefined || isShownAs(kind) ? [] : [`${whole} cannot be shown so`];
  });
  return /[{}]/.test(text.replace(PLACEHOLDER, ''))
    ? [...faults, 'has a brace that is no placeholder']
    : faults;
}

function isShownAs(kind: string): kind is ShownAs {
  return (shownAs as readonly string[]).includes(kind);
}

import { TemplateRefusal } from '../intrinsics.ts';

export type EventPattern = Record<string, unknown>;

/**
 * Whether an event matches an EventBridge pattern (also the filter of a stream): every named field must match one of
 * its alternatives. @throws TemplateRefusal for an operator that is not known here.
 */
export const matchesPattern = (pattern: EventPattern, event: unknown): boolean =>
  Object.entries(pattern).every(([key, expected]) => {
    if (key === '$or') {
      if (!Array.isArray(expected)) throw new TemplateRefusal('Event pattern: $or needs a list.');
      return expected.some((alternative) => matchesPattern(alternative as EventPattern, event));
    }
    const actual = isRecord(event) && Object.hasOwn(event, key) ? event[key] : undefined;
    if (Array.isArray(expected)) {
      const values = Array.isArray(actual) ? actual : [actual];
      return expected.some((matcher) => values.some((value) => matchesValue(matcher, value)));
    }
    if (!isRecord(expected)) throw new TemplateRefusal(`Event pattern: ${key} must be a list or an object.`);
    // A list of objects matches when one of them does.
    return Array.isArray(actual)
      ? actual.some((item) => matchesPattern(expected, item))
      : matchesPattern(expected, actual);
  });

const matchesValue = (matcher: unknown, value: unknown): boolean => {
  if (!isRecord(matcher)) return value !== undefined && value === matcher;
  const [operator, ...others] = Object.keys(matcher);
  if (operator === undefined || others.length > 0) {
    throw new TemplateRefusal(`Event pattern: ${JSON.stringify(matcher)} must name one operator.`);
  }
  const operand = matcher[operator];
  switch (operator) {
    case 'prefix':
      return matchesText(operand, value, (text, part) => text.startsWith(part));
    case 'suffix':
      return matchesText(operand, value, (text, part) => text.endsWith(part));
    case 'equals-ignore-case':
      return typeof value === 'string' && value.toLowerCase() === String(operand).toLowerCase();
    case 'exists':
      return (value !== undefined && !isRecord(value)) === operand;
    case 'wildcard':
      return typeof value === 'string' && wildcard(String(operand)).test(value);
    case 'numeric':
      return typeof value === 'number' && matchesNumber(operand, value);
    case 'anything-but': {
      if (value === undefined) return false;
      const unwanted = isRecord(operand) ? expandOperand(operand) : [operand].flat();
      return !unwanted.some((one) => matchesValue(one, value));
    }
    default:
      throw new TemplateRefusal(`Event pattern: the operator ${operator} is not known on the laptop.`);
  }
};

/** `{"anything-but": {"prefix": ["a", "b"]}}` means neither. */
const expandOperand = (operand: Record<string, unknown>): unknown[] =>
  Object.entries(operand).flatMap(([operator, values]) =>
    [values].flat().map((value) => ({ [operator]: value })),
  );

const matchesText = (
  operand: unknown,
  value: unknown,
  test: (text: string, part: string) => boolean,
): boolean => {
  if (typeof value !== 'string') return false;
  if (isRecord(operand))
    return test(value.toLowerCase(), String(operand['equals-ignore-case']).toLowerCase());
  return test(value, String(operand));
};

const wildcard = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 's');

const matchesNumber = (operand: unknown, value: number): boolean => {
  const list = Array.isArray(operand) ? operand : [];
  for (let index = 0; index < list.length; index += 2) {
    const limit = Number(list[index + 1]);
    const holds = {
      '=': value === limit,
      '<': value < limit,
      '<=': value <= limit,
      '>': value > limit,
      '>=': value >= limit,
    };
    if (!holds[list[index] as keyof typeof holds]) return false;
  }
  return list.length > 0;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

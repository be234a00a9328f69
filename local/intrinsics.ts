/** What a template value can refer to. `ref` and `attribute` answer undefined for what they do not know. */
export interface IntrinsicSource {
  ref(logicalId: string): unknown;
  attribute(logicalId: string, attributeName: string): unknown;
}

/** The template asks for something that the laptop cannot do; starting would mean to ignore it. */
export class TemplateRefusal extends Error {
  override name = 'TemplateRefusal';
}

export const REGION = 'eu-central-1';
export const ACCOUNT = '000000000000';

const PSEUDO_PARAMETERS: Record<string, unknown> = {
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'laptop',
  'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/laptop/laptop`,
};

/** Marks a property whose value is `AWS::NoValue`: CloudFormation treats it as absent. */
const NO_VALUE = Symbol('AWS::NoValue');

/** Resolves every intrinsic inside `value`. @throws TemplateRefusal naming `place` and the intrinsic. */
export const resolveIntrinsics = (value: unknown, source: IntrinsicSource, place: string): unknown => {
  const resolved = resolveValue(value, source, place);
  return resolved === NO_VALUE ? undefined : resolved;
};

const resolveValue = (value: unknown, source: IntrinsicSource, place: string): unknown => {
  if (typeof value === 'string') {
    if (value.includes('{{resolve:'))
      throw new TemplateRefusal(`${place}: dynamic references ({{resolve:…}}) are not known on the laptop.`);
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => resolveValue(item, source, place)).filter((item) => item !== NO_VALUE);
  }
  if (typeof value !== 'object' || value === null) return value;

  const keys = Object.keys(value);
  const [only] = keys;
  if (keys.length === 1 && only !== undefined && (only === 'Ref' || only.startsWith('Fn::'))) {
    return resolveFunction(only, (value as Record<string, unknown>)[only], source, place);
  }
  const result: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const resolved = resolveValue(inner, source, `${place}.${key}`);
    if (resolved !== NO_VALUE) result[key] = resolved;
  }
  return result;
};

const resolveFunction = (name: string, given: unknown, source: IntrinsicSource, place: string): unknown => {
  const refuse = (why: string): never => {
    throw new TemplateRefusal(`${place}: ${name} ${why}`);
  };
  const inner = (value: unknown) => resolveValue(value, source, place);
  const text = (value: unknown): string =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : refuse(`needs text, got ${JSON.stringify(value)}.`);

  switch (name) {
    case 'Ref': {
      if (given === 'AWS::NoValue') return NO_VALUE;
      const id = text(given);
      return PSEUDO_PARAMETERS[id] ?? source.ref(id) ?? refuse(`to ${id} has no value on the laptop.`);
    }
    case 'Fn::GetAtt': {
      const [id, ...path] = Array.isArray(given) ? given.map(text) : text(given).split('.');
      const attribute = path.join('.');
      return (
        source.attribute(id ?? '', attribute) ?? refuse(`of ${id}.${attribute} has no value on the laptop.`)
      );
    }
    case 'Fn::Join': {
      if (!Array.isArray(given) || given.length !== 2) return refuse('needs a delimiter and a list.');
      const parts = inner(given[1]);
      if (!Array.isArray(parts)) return refuse('needs a list.');
      return parts.map(text).join(text(given[0]));
    }
    case 'Fn::Split': {
      if (!Array.isArray(given) || given.length !== 2) return refuse('needs a delimiter and a text.');
      return text(inner(given[1])).split(text(given[0]));
    }
    case 'Fn::Select': {
      if (!Array.isArray(given) || given.length !== 2) return refuse('needs an index and a list.');
      const list = inner(given[1]);
      const index = Number(text(inner(given[0])));
      if (!Array.isArray(list) || list[index] === undefined) return refuse(`has no element ${index}.`);
      return list[index];
    }
    case 'Fn::Sub': {
      const [pattern, variables] = Array.isArray(given) ? given : [given, {}];
      const own = inner(variables) as Record<string, unknown>;
      return text(pattern).replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, id: string) => {
        if (literal) return `\${${id}}`;
        if (Object.hasOwn(own, id)) return text(own[id]);
        return text(inner(id.includes('.') ? { 'Fn::GetAtt': id } : { Ref: id }));
      });
    }
    default:
      return refuse('is not known on the laptop.');
  }
};

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readTemplate, synthesize } from '../../local/synthesis.ts';

export const ROOT = path.join(import.meta.dirname, '..', '..');

/** As much of a template as the tests read. */
export interface Template {
  Resources: Record<string, Resource>;
}

// biome-ignore lint/suspicious/noExplicitAny: properties have the shape that CloudFormation gives them
export type Properties = Record<string, any>;

export interface Resource {
  Type: string;
  Properties: Properties;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}

export interface Named extends Resource {
  id: string;
}

export interface Report {
  pluginReports: {
    pluginName: string;
    conclusion: string;
    violations: object[];
    suppressedViolations: { ruleName: string; reason: string; acknowledgedId: string }[];
  }[];
}

/** The stack as it is deployed, synthesized by a process of its own unless it was for these very sources. */
export async function synthesizedStack() {
  const directory = await synthesize(ROOT, () => {});
  const template = readTemplate(directory) as Template;
  const report = JSON.parse(readFileSync(path.join(directory, 'validation-report.json'), 'utf8')) as Report;
  const all = (type: string): Named[] =>
    Object.entries(template.Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, resource]) => ({ id, ...resource }));
  return { template, report, all };
}

export type SynthesizedStack = Awaited<ReturnType<typeof synthesizedStack>>;

/** The name of a resource as the code has it: without the hash that CDK adds. */
export function plainName(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '');
}

/** Of the CDK's own helper, which copies the pages into their bucket at a deployment. */
export const DEPLOYMENT_HELPER = 'CustomCDKBucketDeployment';

/** What a value refers to, in a form to read: `TablesPolicies`, `TablesPolicies/index/due-policies`, `*`. */
export function readable(value: unknown): string {
  if (typeof value === 'string') return value;
  const reference = value as {
    Ref?: string;
    'Fn::GetAtt'?: [string, string];
    'Fn::Join'?: [string, unknown[]];
    'Fn::Sub'?: string;
  };
  if (reference.Ref) return reference.Ref.startsWith('AWS::') ? '' : plainName(reference.Ref);
  if (reference['Fn::GetAtt']) {
    const [id, attribute] = reference['Fn::GetAtt'];
    return attribute === 'Arn' ? plainName(id) : `${plainName(id)}.${attribute}`;
  }
  if (reference['Fn::Sub']) return reference['Fn::Sub'].replace(/\$\{AWS::\w+\}/g, '');
  if (reference['Fn::Join']) return reference['Fn::Join'][1].map(readable).join(reference['Fn::Join'][0]);
  throw new Error(`Not readable: ${JSON.stringify(value)}`);
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

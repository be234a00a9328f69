import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { listOf, plainName, ROOT, synthesizedStack } from '../../test/stack/synthesized-stack.ts';
import { Broken } from '../proof.ts';

/** What there is to ask of a service: the commands that the code sends, and the actions that the template allows. */

/** Comments, and what a text is put together of. */
const NO_CODE = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$|\$\{[^}]*\}/gm;
const SENDS = /new (\w+)Command\(/g;
/** Names of S3 begin with a capital; what stands in a literal's place for a name is one of S3. */
const PROPERTY = /(?<=[{,]\s*)[A-Z]\w*(?=\s*[:,}])/g;
const SPREAD = /\.\.\.([a-z]\w*)\b(?!\s*\()/g;
const WHOLE = /^\s*([a-z]\w*)\s*$/;

/** Each command and each property of it that the code names, `…name` for what is spread or handed over whole. */
export function askedInCode(client: '@aws-sdk/client-s3' | '@aws-sdk/client-sfn'): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of globSync(['functions/**/*.ts', 'local/**/*.ts'], { cwd: ROOT })) {
    const text = readFileSync(path.join(ROOT, file), 'utf8');
    if (!text.includes(`'${client}'`)) continue;
    const code = text.replaceAll(NO_CODE, '');
    for (const match of code.matchAll(SENDS)) {
      const command = match[1] ?? '';
      const given = argumentsAt(code, match.index + match[0].length);
      found.set(command, file);
      for (const name of namesIn(given)) found.set(`${command}.${name}`, file);
    }
  }
  if (found.size === 0) throw new Broken(`No file of functions/ and local/ asks anything by ${client}.`);
  return found;
}

function namesIn(given: string): string[] {
  const whole = WHOLE.exec(given)?.[1];
  return [
    ...(given.match(PROPERTY) ?? []),
    ...[...given.matchAll(SPREAD)].map(([, name]) => `…${name}`),
    ...(whole ? [`…${whole}`] : []),
  ];
}

/** What stands between a bracket that is open and its end. */
function argumentsAt(code: string, start: number): string {
  let open = 1;
  for (let at = start; at < code.length; at += 1) {
    if (code[at] === '(') open += 1;
    else if (code[at] === ')') open -= 1;
    if (open === 0) return code.slice(start, at);
  }
  throw new Broken(`A command is not closed: ${code.slice(start, start + 80)}`);
}

/** Each action on a service that some role has, with the resource that says so; `passes` leaves resources out. */
export async function allowedActions(
  service: 's3' | 'states',
  passes: (resource: string) => boolean = () => false,
): Promise<Map<string, string>> {
  const { template } = await synthesizedStack();
  const found = new Map<string, string>();
  for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
    if (!Type.startsWith('AWS::IAM::')) continue;
    for (const { Effect, Action, Resource } of statementsIn(Properties)) {
      if (Effect !== 'Allow' || listOf(Resource).every((each) => passes(JSON.stringify(each)))) continue;
      for (const action of listOf(Action).map(String))
        if (action.startsWith(`${service}:`) || action === '*') found.set(action, plainName(id));
    }
  }
  if (found.size === 0) throw new Broken(`The template allows nothing of ${service}.`);
  return found;
}

interface Statement {
  Effect: string;
  Action: unknown;
  Resource: unknown;
}

function statementsIn(value: unknown): Statement[] {
  if (Array.isArray(value)) return value.flatMap(statementsIn);
  if (value === null || typeof value !== 'object') return [];
  if ('Effect' in value && 'Action' in value && 'Resource' in value) return [value as Statement];
  return Object.values(value).flatMap(statementsIn);
}

/** The names of the properties of a command, at any depth, that have a value. */
export function propertiesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(propertiesIn);
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array || value instanceof Date)
    return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    inner === undefined ? [] : [name, ...propertiesIn(inner)],
  );
}

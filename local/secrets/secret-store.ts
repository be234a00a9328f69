import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readBody } from '../http/http-event.ts';
import type { PropertiesOf } from '../resource-types.ts';

export interface SecretDefinition {
  name: string;
  arn: string;
  properties: PropertiesOf<'AWS::SecretsManager::Secret'>;
}

type Generation = NonNullable<SecretDefinition['properties']['GenerateSecretString']>;

const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz';
const CLASSES = {
  ExcludeLowercase: LOWERCASE,
  ExcludeUppercase: LOWERCASE.toUpperCase(),
  ExcludeNumbers: '0123456789',
  ExcludePunctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
} as const;

/** A random text as Secrets Manager makes it. */
export const generateSecret = (generation: Generation): string => {
  const excluded = generation.ExcludeCharacters ?? '';
  const classes = Object.entries(CLASSES)
    .filter(([option]) => !generation[option as keyof typeof CLASSES])
    .map(([, characters]) => [...characters].filter((character) => !excluded.includes(character)).join(''))
    .filter((characters) => characters !== '');
  const all = classes.join('') + (generation.IncludeSpace ? ' ' : '');
  const pick = (characters: string) => characters[randomInt(characters.length)] ?? '';
  const length = generation.PasswordLength ?? 32;
  const required = generation.RequireEachIncludedType === false ? [] : classes.map(pick);
  const text = [...required, ...Array.from({ length: length - required.length }, () => pick(all))];
  for (let index = text.length - 1; index > 0; index--) {
    const other = randomInt(index + 1);
    [text[index], text[other]] = [text[other] ?? '', text[index] ?? ''];
  }
  const password = text.join('');
  if (!generation.GenerateStringKey) return password;
  return JSON.stringify({
    ...JSON.parse(generation.SecretStringTemplate ?? '{}'),
    [generation.GenerateStringKey]: password,
  });
};

/** The template's secrets: made once, kept in a file that only the owner reads. */
export const loadSecrets = (
  directory: string,
  definitions: readonly SecretDefinition[],
): Map<string, string> => {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'secrets.json');
  let kept: Record<string, string> = {};
  try {
    kept = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  for (const { name, properties } of definitions) {
    kept[name] ??= properties.SecretString ?? generateSecret(properties.GenerateSecretString ?? {});
  }
  writeFileSync(`${file}.new`, JSON.stringify(kept, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return new Map(definitions.map(({ name }) => [name, kept[name] ?? '']));
};

/** Serves `GetSecretValue`, by name or ARN; all else is refused by name. */
export const startSecretServer = async (
  definitions: readonly SecretDefinition[],
  values: ReadonlyMap<string, string>,
): Promise<{ url: string; close(): Promise<void> }> => {
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(body));
    };
    const operation = String(request.headers['x-amz-target']).replace('secretsmanager.', '');
    const serve = async () => {
      if (operation !== 'GetSecretValue') {
        return answer(501, {
          __type: 'NotImplementedException',
          message: `${operation} is not served here.`,
        });
      }
      const { SecretId } = JSON.parse(String(await readBody(request))) as { SecretId?: string };
      const found = definitions.find(({ name, arn }) => SecretId === name || SecretId === arn);
      if (!found) {
        return answer(400, {
          __type: 'ResourceNotFoundException',
          message: "Secrets Manager can't find the specified secret.",
        });
      }
      answer(200, {
        ARN: found.arn,
        Name: found.name,
        SecretString: values.get(found.name),
        VersionId: '00000000-0000-0000-0000-000000000001',
        VersionStages: ['AWSCURRENT'],
      });
    };
    serve().catch((error: unknown) =>
      answer(400, { __type: 'InvalidRequestException', message: String(error) }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

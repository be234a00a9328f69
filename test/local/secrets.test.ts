import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { generateSecret, loadSecrets, startSecretServer } from '../../local/secrets/secret-store.ts';

const definitions = [
  {
    name: 'plain',
    arn: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:plain',
    properties: { GenerateSecretString: {} },
  },
  {
    name: 'user',
    arn: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:user',
    properties: {
      GenerateSecretString: { SecretStringTemplate: '{"name":"x"}', GenerateStringKey: 'password' },
    },
  },
];

describe('secrets', () => {
  it('are made as the template says', () => {
    const text = generateSecret({
      PasswordLength: 64,
      ExcludePunctuation: true,
      ExcludeCharacters: 'abc',
      ExcludeUppercase: true,
    });
    expect(text).toMatch(/^[d-z0-9]{64}$/);
    expect(text).toMatch(/\d/);
    expect(text).toMatch(/[d-z]/);
    expect(generateSecret({})).toHaveLength(32);
  });

  it('stay the same over a restart, and only their owner reads them', () => {
    const directory = mkdtempSync(join(tmpdir(), 'secrets-'));
    const first = loadSecrets(directory, definitions);
    expect(loadSecrets(directory, definitions)).toEqual(first);
    expect(JSON.parse(first.get('user') ?? '')).toEqual({ name: 'x', password: expect.any(String) });
    expect(statSync(join(directory, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('are served to the real client by name and ARN, and nothing else is', async () => {
    const server = await startSecretServer(definitions, new Map([['plain', 'hidden']]));
    const client = new SecretsManagerClient({
      endpoint: server.url,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    });
    const read = (SecretId: string) => client.send(new GetSecretValueCommand({ SecretId }));
    expect((await read('plain')).SecretString).toBe('hidden');
    expect((await read(definitions[0]?.arn ?? '')).SecretString).toBe('hidden');
    await expect(read('absent')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(client.send(new ListSecretsCommand({}))).rejects.toMatchObject({
      name: 'NotImplementedException',
    });
    client.destroy();
    await server.close();
  });
});

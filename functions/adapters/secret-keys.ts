import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';

const secretKeys = z.looseObject({
  /** Generated with the stack; links, phone hashes and cursors are keyed with values derived from it. */
  masterKey: z.string().min(32),
  /** What the providers of messages and payouts know us by. */
  providerApiKey: z.string().min(1),
});

export type SecretKeys = z.infer<typeof secretKeys>;

/** A connection that died while the environment was frozen has to show within seconds, as the tables' does. */
const CONNECTION_TIMEOUT = 1_000;
const REQUEST_TIMEOUT = 2_000;
const ATTEMPTS = 4;

/** Read once per execution environment; nothing of it is ever logged. */
export async function readSecretKeys(secretArn: string): Promise<SecretKeys> {
  const client = new SecretsManagerClient({
    retryMode: 'standard',
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      throwOnRequestTimeout: true,
    },
  });
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
  return secretKeys.parse(JSON.parse(SecretString ?? '{}'));
}

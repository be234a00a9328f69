import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type SecretKeys, secretKeys } from './secret-keys-schemas.ts';

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

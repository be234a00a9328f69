import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * A clerk waits at the counter, so a lost connection has to show within a second; with four attempts and the
 * SDK's jittered backoff (100 ms, doubling) the worst case stays below the ten seconds of a Lambda's timeout.
 */
const CONNECTION_TIMEOUT = 1_000;
const REQUEST_TIMEOUT = 2_000;
const ATTEMPTS = 4;

/** The tables' client; where it connects to comes from the environment, on AWS and on the laptop alike. */
export function createDynamoClient(overrides: DynamoDBClientConfig = {}): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    retryMode: 'standard',
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      // Without this the SDK only writes a warning and goes on waiting.
      throwOnRequestTimeout: true,
    },
    ...overrides,
  });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

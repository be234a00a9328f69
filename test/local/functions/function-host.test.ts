import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LaptopClock } from '../../../local/clock.ts';
import { FunctionHost, type InvocationResult } from '../../../local/functions/function-host.ts';

const bundleFile = fileURLToPath(new URL('../fixtures/stack/asset.fixture/index.mjs', import.meta.url));
const definition = (exportName: string, more = {}) => ({
  name: exportName,
  arn: `arn:aws:lambda:eu-central-1:000000000000:function:${exportName}`,
  bundleFile,
  exportName,
  environment: { OWN: 'value' },
  timeoutSeconds: 10,
  memorySize: 256,
  ...more,
});
const endpoints = { DYNAMODB: 'http://tables', S3: 's3', SQS: 'sqs', SFN: 'sfn', SECRETS_MANAGER: 'secrets' };

describe('the function host', () => {
  const clock = new LaptopClock();
  const logDirectory = mkdtempSync(join(tmpdir(), 'functions-'));
  const host = new FunctionHost(
    [
      definition('environment'),
      definition('fail'),
      definition('hang', { timeoutSeconds: 1 }),
      definition('crash'),
      definition('callback'),
      definition('absent'),
      definition('slow', { reservedConcurrency: 1 }),
    ],
    { clock, logDirectory, endpoints: () => endpoints },
  );
  afterAll(async () => {
    await host.close();
    clock.close();
  });
  const answer = (result: InvocationResult) => JSON.parse('payload' in result ? result.payload : 'null');

  it('gives a function its own environment, the endpoints and nothing of this process', async () => {
    process.env.LEAKS = 'yes';
    const { environment, context } = answer(await host.invoke('environment', {}, 'request-1'));
    expect(environment).toMatchObject({
      OWN: 'value',
      AWS_REGION: 'eu-central-1',
      AWS_LAMBDA_FUNCTION_NAME: 'environment',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://tables',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: 'secrets',
      AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED',
    });
    expect(environment).not.toHaveProperty('LEAKS');
    expect(environment).not.toHaveProperty('PATH');
    expect(context).toMatchObject({
      functionName: 'environment',
      awsRequestId: 'request-1',
      invokedFunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:environment',
    });
    expect(context.remaining).toBeGreaterThan(0);
    expect(context.remaining).toBeLessThanOrEqual(10_000);
  });

  it('moves Date in functions that already run', async () => {
    const before = answer(await host.invoke('environment', {})).now;
    clock.advance(30 * 86_400_000);
    const after = answer(await host.invoke('environment', {})).now;
    expect(after - before).toBeGreaterThanOrEqual(30 * 86_400_000);
  });

  it('is called by ARN and by an integration’s path as well', async () => {
    const arn = definition('callback').arn;
    for (const name of [
      arn,
      `${arn}:$LATEST`,
      `arn:aws:apigateway:r:lambda:path/2015-03-31/functions/${arn}/invocations`,
    ]) {
      expect(answer(await host.invoke(name, {}))).toEqual({ answered: 'by callback' });
    }
    await expect(host.invoke('nobody', {})).rejects.toThrow('nobody');
  });

  it('answers errors in Lambda’s shape', async () => {
    expect(await host.invoke('fail', {})).toEqual({
      errorType: 'TypeError',
      errorMessage: 'This is wrong.',
      trace: expect.arrayContaining([expect.stringContaining('index.mjs')]),
    });
    expect(await host.invoke('absent', {})).toMatchObject({
      errorMessage: expect.stringContaining('absent'),
    });
  });

  it('ends an invocation at the timeout, and the next one gets a new worker', async () => {
    const timedOut = {
      errorType: 'Sandbox.Timedout',
      errorMessage: 'RequestId: r Error: Task timed out after 1.00 seconds',
      trace: [],
    };
    expect(await host.invoke('hang', {}, 'r')).toEqual(timedOut);
    expect(await host.invoke('hang', {}, 'r')).toEqual(timedOut);
  });

  it('survives a function that throws outside of its promise', async () => {
    expect(await host.invoke('crash', {})).toMatchObject({ errorMessage: 'Outside of any promise.' });
    expect(await host.invoke('crash', {})).toMatchObject({ errorMessage: 'Outside of any promise.' });
  });

  it('lets no more run at once than are reserved', async () => {
    const finished: number[] = [];
    const run = async (number: number, millis: number) => {
      await host.invoke('slow', { body: String(millis) });
      finished.push(number);
    };
    await Promise.all([run(1, 60), run(2, 1), run(3, 1)]);
    expect(finished).toEqual([1, 2, 3]);
  });

  it('writes what functions print to their log', async () => {
    await host.close();
    expect(readFileSync(join(logDirectory, 'environment.log'), 'utf8')).toContain(
      'environment was asked for',
    );
    expect(readFileSync(join(logDirectory, 'fail.log'), 'utf8')).toContain('This is wrong.');
  });
});

/**
 * A fresh process that does what Lambda's runtime does: imports a bundle and hands it an event. It is no TypeScript,
 * so that nothing but the bundle is loaded after the clock starts.
 *
 *   node start.mjs BUNDLE        with the event in the environment variable EVENT
 *
 * It writes when it began, and when the handler was done, as nanoseconds of the clock that all processes share.
 */
const { writeSync } = process.getBuiltinModule('node:fs');

const event = JSON.parse(process.env.EVENT);
const context = {
  awsRequestId: 'request-1',
  functionName: 'cold',
  functionVersion: '1',
  memoryLimitInMB: '512',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:111111111111:function:cold',
  getRemainingTimeInMillis: () => 14_000,
};

const tell = (what) => writeSync(3, `${what} ${process.hrtime.bigint()}\n`);

tell('begin');
const { handler } = await import(process.argv[2]);
tell('imported');
await handler(event, context).catch((error) => tell(`failed ${String(error?.name)}`));
tell('done');
process.exit();

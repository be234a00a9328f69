/** The engine in a process of its own, so that a test can kill it. Its Lambdas are the test's HTTP server. */
import { createInterface } from 'node:readline';
import { LaptopClock } from '../../../local/clock.ts';
import { startWorkflowEngine } from '../../../local/workflow/workflow-engine.ts';

const { file, definition, arn, lambdaUrl, start, offset } = JSON.parse(process.argv[2] ?? '{}');
const clock = new LaptopClock(offset, () => start);
const engine = await startWorkflowEngine({
  port: 0,
  file,
  clock,
  machines: [{ arn, name: 'claims', definition }],
  invokeFunction: async (functionArn, payload) => {
    const response = await fetch(lambdaUrl, {
      method: 'POST',
      body: JSON.stringify({ functionArn, payload }),
    });
    return (await response.json()) as { payload: unknown };
  },
});
createInterface({ input: process.stdin }).on('line', (millis) => clock.advance(Number(millis)));
console.log(engine.url);

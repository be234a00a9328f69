import { App, Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { acknowledge, addSecurityChecks } from '../../lib/security-checks.ts';

/** A stack with one finding, which is acknowledged when a reason is given: what the checks do about it is the test. */
const reason = process.argv[2];
const app = new App({ ...(process.env.CDK_OUTDIR && { outdir: process.env.CDK_OUTDIR }) });
const queue = new Queue(new Stack(app, 'Tiny'), 'WithoutDeadLetters', { enforceSSL: true });
if (reason) acknowledge(queue, 'AwsSolutions-SQS3', reason);
addSecurityChecks(app);
app.synth();

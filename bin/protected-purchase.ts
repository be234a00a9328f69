import { App } from 'aws-cdk-lib';
import { ProtectedPurchaseStack } from '../lib/protected-purchase-stack.ts';
import { addSecurityChecks } from '../lib/security-checks.ts';

const app = new App({ ...(process.env.CDK_OUTDIR && { outdir: process.env.CDK_OUTDIR }) });
new ProtectedPurchaseStack(app, 'ProtectedPurchase', {
  description: 'Protected purchase: sale, link, unboxing film, claim, decision, payout and expiry',
  terminationProtection: true,
});
addSecurityChecks(app);
app.synth();

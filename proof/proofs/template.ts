import path from 'node:path';
import { synthesize } from '../../local/synthesis.ts';
import { ROOT, synthesizedStack } from '../../test/stack/synthesized-stack.ts';
import { Broken, type Proof, type ProofOptions, type Tried } from '../proof.ts';
import { ACCEPTED, accepts } from '../template/accepted-findings.ts';
import { lint } from '../template/cfn-lint.ts';
import { runOwnAssertions } from '../template/own-assertions.ts';

const PACKS = ['AwsSolutions', 'Serverless'];

/** The template against the rules of others, and in the long form against our own. */
export const proof: Proof = {
  title: 'The template holds what cdk-nag, cfn-lint and our own assertions ask for',
  inCi: true,
  async run({ long, progress }: ProofOptions): Promise<Tried[]> {
    progress('synthesizing, with the packs of cdk-nag');
    const tried = await tryNag();
    progress('cfn-lint');
    tried.push(...(await tryLint()));
    if (long) {
      progress('own assertions');
      tried.push({ count: await runOwnAssertions(), what: 'own assertions' });
    }
    return tried;
  },
};

/** An unacknowledged finding fails the synthesis itself; here is asked that the packs ran, and why each was accepted. */
async function tryNag(): Promise<Tried[]> {
  const { template, report } = await synthesizedStack();
  let acknowledged = 0;
  for (const pack of PACKS) {
    const checks = report.pluginReports.find(({ pluginName }) => pluginName === pack);
    if (!checks) throw new Broken(`The pack ${pack} of cdk-nag did not run.`);
    const [violation] = checks.violations;
    if (violation) throw new Broken(`${pack} found what nobody acknowledged: ${JSON.stringify(violation)}.`);
    const unexplained = checks.suppressedViolations.find(({ reason }) => reason.trim().length < 30);
    if (unexplained) throw new Broken(`${unexplained.ruleName} is acknowledged without a reason.`);
    acknowledged += checks.suppressedViolations.length;
  }
  return [
    { count: Object.keys(template.Resources).length, what: `resources against ${PACKS.join(' and ')}` },
    { count: acknowledged, what: 'findings acknowledged with a reason' },
  ];
}

async function tryLint(): Promise<Tried[]> {
  const directory = await synthesize(ROOT, () => {});
  const { findings, rules } = await lint(path.join(directory, 'ProtectedPurchase.template.json'));
  const open = findings.filter((finding) => !ACCEPTED.some((each) => accepts(each, finding)));
  if (open.length > 0) {
    const all = open.map(({ rule, path: where, message }) => `${rule} at ${where}: ${message}`);
    throw new Broken(`cfn-lint found ${open.length}; expected none that is not accepted.\n${all.join('\n')}`);
  }
  const stale = ACCEPTED.find((each) => !findings.some((finding) => accepts(each, finding)));
  if (stale)
    throw new Broken(`${stale.rule} at ${stale.places} is accepted, and cfn-lint no longer finds it.`);
  return [
    { count: rules, what: 'rules of cfn-lint' },
    { count: findings.length, what: 'of its findings accepted with a reason' },
  ];
}

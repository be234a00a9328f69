import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type SynthesizedStack, synthesizedStack } from './synthesized-stack.ts';

describe('the security checks of the stack', () => {
  let stack: SynthesizedStack;
  beforeAll(async () => {
    stack = await synthesizedStack();
  }, 180_000);

  it('ran all of AwsSolutions and found nothing that is not acknowledged', () => {
    const checks = stack.report.pluginReports.find(({ pluginName }) => pluginName === 'AwsSolutions');
    expect(checks).toMatchObject({ conclusion: 'success', violations: [] });
    expect(checks?.suppressedViolations.length).toBeGreaterThan(0);
  });

  it('have a reason for each acknowledgement, and acknowledge one rule at a time', () => {
    const checks = stack.report.pluginReports.filter(({ pluginName }) => pluginName === 'AwsSolutions');
    for (const { reason, acknowledgedId, ruleName } of checks.flatMap((each) => each.suppressedViolations)) {
      expect(reason.length).toBeGreaterThan(30);
      expect(acknowledgedId).toBe(`AwsSolutions::${ruleName}`);
    }
  });
});

describe('a finding', () => {
  let out: string;
  beforeAll(() => {
    out = mkdtempSync(path.join(tmpdir(), 'tiny-app-'));
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  const synthesizeTiny = (...reason: string[]) =>
    spawnSync(process.execPath, ['--no-warnings', path.join(import.meta.dirname, 'tiny-app.ts'), ...reason], {
      env: { ...process.env, CDK_OUTDIR: out },
      encoding: 'utf8',
      timeout: 60_000,
    });

  it('that nobody acknowledged fails the synthesis and is named', () => {
    const { status, stdout, stderr } = synthesizeTiny();
    expect(status).toBe(1);
    expect(stdout + stderr).toContain('AwsSolutions-SQS3');
  }, 90_000);

  it('that is acknowledged with its reason does not', () => {
    expect(synthesizeTiny('This queue is where dead letters themselves go.').status).toBe(0);
  }, 90_000);
});

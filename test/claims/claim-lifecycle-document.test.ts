import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { drawClaimLifecycle } from '../../docs/draw-claim-lifecycle.ts';
import {
  type ClaimAction,
  claimLifecycle,
  type FinalState,
  type OpenState,
  type Transition,
} from '../../functions/claims/claim-lifecycle.ts';
import { type ClaimStatus, claimStatus } from '../../functions/contracts/case.ts';
import { labels } from '../../functions/messages/catalogue/labels.ts';

const written = readFileSync('docs/claim-lifecycle.md', 'utf8');

const stepsOf = (state: OpenState | FinalState) =>
  Object.entries(state.actions ?? {}) as [ClaimAction, Transition][];

it('docs/claim-lifecycle.md is what the state table draws (npm run docs)', () => {
  expect(written).toBe(drawClaimLifecycle());
});

it('shows every state and every step of the table, in both languages', () => {
  for (const status of claimStatus.options) {
    const state = claimLifecycle[status];
    const id = status.replaceAll('-', '_');
    for (const { claimStatuses, actions } of [labels.ru, labels.en]) {
      const row = written.split('\n').find((line) => line.startsWith(`| **${claimStatuses[status]}**`));
      expect(row).toBeDefined();
      for (const [action, { to, whenAppealed, whenWhole }] of stepsOf(state)) {
        if (whenWhole) expect(row).toContain(`✓ ${actions[action]} → ${claimStatuses[whenWhole]} (`);
        expect(row).toContain(`${actions[action]} → ${claimStatuses[to]} (`);
        if (whenAppealed) expect(row).toContain(`↺ ${actions[action]} → ${claimStatuses[whenAppealed]} (`);
      }
    }
    const arrows = written.split('\n').filter((line) => line.startsWith(`  ${id} --> `));
    expect(arrows.includes(`  ${id} --> [*]`)).toBe('final' in state);
    const targets = stepsOf(state).flatMap(([action, { to, whenAppealed, whenWhole }]) =>
      action === 'flag' ? [] : [to, whenAppealed, whenWhole].filter((each) => each !== undefined),
    );
    if ('final' in state) expect(arrows).toHaveLength(new Set(targets).size + 1);
    const arrowTo = (to: ClaimStatus) =>
      arrows.find((line) => line.startsWith(`  ${id} --> ${to.replaceAll('-', '_')}:`)) ?? '';
    for (const [action, { to, whenAppealed }] of stepsOf(state)) {
      // An error of the service is told in words: its arrows would cross everything.
      if (action !== 'flag') expect(arrowTo(to)).toContain(action);
      if (whenAppealed) expect(arrowTo(whenAppealed)).toMatch(new RegExp(`↺ (⏰ |⚙ )?${action}`));
    }
  }
});

describe('the command', () => {
  let copy: string;
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'lifecycle-'));
    for (const path of ['docs', 'functions', 'package.json'])
      cpSync(path, join(copy, path), { recursive: true });
    symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  function draw(...options: string[]): number {
    try {
      execFileSync(process.execPath, ['docs/draw-claim-lifecycle.ts', ...options], {
        cwd: copy,
        stdio: 'pipe',
      });
      return 0;
    } catch (error) {
      return (error as { status: number }).status;
    }
  }

  it('says with --check when the document is out of date, and writes it without', () => {
    const path = join(copy, 'docs/claim-lifecycle.md');
    writeFileSync(path, written.replace('⏰ lapse', '⏰ forget'));
    expect(draw('--check')).toBe(1);
    expect(draw()).toBe(0);
    expect(draw('--check')).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(written);
    rmSync(path);
    expect(draw('--check')).toBe(1);
  }, 60_000);
});

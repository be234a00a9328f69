import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { sourceDigest, synthesize } from '../../local/synthesis.ts';

const SYNTHESIS = pathToFileURL(join(import.meta.dirname, '../../local/synthesis.ts')).href;

/** An app in the place of the stack's own: it writes down what it was made of, when it is allowed to end. */
const APP = `
  import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
  const source = readFileSync('lib/stack.txt', 'utf8');
  appendFileSync('runs.log', 'run\\n');
  mkdirSync(process.env.CDK_OUTDIR, { recursive: true });
  writeFileSync(process.env.CDK_OUTDIR + '/half.json', '');
  while (existsSync('wait')) await new Promise((resolve) => setTimeout(resolve, 10));
  writeFileSync(process.env.CDK_OUTDIR + '/made-of.txt', source);
`;

let root: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'synthesis-'));
  for (const folder of ['bin', 'lib']) mkdirSync(join(root, folder));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(join(root, 'bin/protected-purchase.ts'), APP);
  edit('first');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

const edit = (text: string) => writeFileSync(join(root, 'lib/stack.txt'), text);
const hold = () => writeFileSync(join(root, 'wait'), '');
const letGo = () => rmSync(join(root, 'wait'), { force: true });
const runs = () =>
  existsSync(join(root, 'runs.log'))
    ? readFileSync(join(root, 'runs.log'), 'utf8').split('\n').length - 1
    : 0;
const untilRuns = async (count: number) => {
  while (runs() < count) await pause(10);
};
const made = async () => {
  const directory = await synthesize(root, () => {});
  return readFileSync(join(directory, 'made-of.txt'), 'utf8');
};

it('synthesizes once for the same sources, again after an edit, and not when the edit is taken back', async () => {
  expect([await made(), await made(), runs()]).toEqual(['first', 'first', 1]);
  edit('second');
  expect([await made(), runs()]).toEqual(['second', 2]);
  edit('first');
  expect([await made(), runs()]).toEqual(['first', 2]);
});

it('keeps nothing that was made while a source was edited', async () => {
  hold();
  const making = made();
  await untilRuns(1);
  edit('second');
  letGo();
  expect([await making, runs()]).toEqual(['second', 2]);
  edit('first');
  expect([await made(), runs()]).toEqual(['first', 3]);
});

it('lets those that start at once wait for one of them', async () => {
  hold();
  const both = Promise.all([made(), made()]);
  await untilRuns(1);
  letGo();
  expect([await both, runs()]).toEqual([['first', 'first'], 1]);
});

it('finds nothing half made after kill -9 and clears it away', async () => {
  hold();
  const script = `import { synthesize } from ${JSON.stringify(SYNTHESIS)};
    await synthesize(${JSON.stringify(root)}, () => {});`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  children.push(child);
  await untilRuns(1);
  const killed = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await killed;
  expect(readdirSync(join(root, '.cache')).filter((name) => name.startsWith('cdk.out-'))).toEqual([]);
  letGo();
  expect(await made()).toBe('first');
  expect(readdirSync(join(root, '.cache'))).toEqual([`cdk.out-${sourceDigest(root)}`]);
});

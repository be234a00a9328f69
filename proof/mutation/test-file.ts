import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { addEventHandler, getState, resetState, run, type State, setState } from 'jest-circus';

type Describe = State['rootDescribeBlock'];
type Test = Describe['tests'][number];

export interface KnownTest {
  id: string;
  file: string;
  test: Test;
}

export interface TestFailure {
  id: string;
  message: string;
}

/** A test that hangs under a mutant is given up after so many times what it took without, and a second. */
const PATIENCE = { factor: 4, least: 1_500 };

/** The test, or the hook that belongs to no single one, that runs now. */
export type Running = (tests: readonly Test[]) => void;

/**
 * One file of tests as jest-circus read it, to be run as often as one likes in the same process: the modules below it
 * are loaded once, which is what makes a mutant cost milliseconds instead of seconds.
 */
export class TestFile {
  readonly tests: readonly KnownTest[];
  readonly #state: State;

  private constructor(state: State, file: string) {
    this.#state = state;
    this.tests = testsBelow(state.rootDescribeBlock).map((test) => ({ id: idOf(file, test), file, test }));
  }

  /**
   * @param file Its path from the working directory.
   * @param mark Of the generation of modules that it is loaded with (fresh-modules.ts).
   */
  static async load(file: string, mark = ''): Promise<TestFile> {
    resetState();
    const state = getState();
    await import(`${pathToFileURL(path.resolve(file)).href}${mark}`);
    return new TestFile(state, file);
  }

  /**
   * Runs those that are chosen, in their order, and stops at the first that fails or when the time is over.
   *
   * @param onRunning Told of each test, and of all tests of a describe block while its own hooks run.
   */
  async run(
    isChosen: (test: KnownTest) => boolean,
    {
      until = Number.POSITIVE_INFINITY,
      durations,
      onRunning = () => {},
    }: { until?: number; durations?: ReadonlyMap<string, number>; onRunning?: Running } = {},
  ): Promise<{ failures: TestFailure[]; ran: { id: string; milliseconds: number }[]; isWhole: boolean }> {
    setState(this.#state);
    this.#state.unhandledErrors = [];
    const chosen = this.tests.filter(isChosen);
    for (const { test } of this.tests) {
      test.errors = [];
      test.mode = 'skip';
    }
    for (const { id, test } of chosen) {
      test.mode = undefined;
      const known = durations?.get(id);
      if (known !== undefined) test.timeout = PATIENCE.least + PATIENCE.factor * known;
    }
    const stop = () => {
      for (const { test } of chosen) if (test.status !== 'done') test.mode = 'skip';
    };
    for (const { test } of chosen) test.status = null;
    following = {
      onRunning,
      onDone: (test) => {
        if (test.errors.length > 0 || performance.now() > until) stop();
      },
    };
    await run();
    const done = chosen.filter(({ test }) => test.status === 'done');
    const failures = done
      .filter(({ test }) => test.errors.length > 0)
      .map(({ id, test }) => ({ id, message: messageOf(test.errors[0]) }));
    const [loose] = this.#state.unhandledErrors;
    if (failures.length === 0 && loose && done[0])
      failures.push({ id: done[0].id, message: messageOf(loose) });
    const ran = done.map(({ id, test }) => ({ id, milliseconds: test.duration ?? 0 }));
    return { failures, ran, isWhole: done.length === chosen.length };
  }
}

interface Following {
  onRunning: Running;
  onDone(test: Test): void;
}

let following: Following = { onRunning: () => {}, onDone: () => {} };

/** Told once for the process, because circus forgets none of its handlers. */
addEventHandler((event) => {
  if (event.name === 'test_start') following.onRunning([event.test]);
  if (event.name === 'hook_start' && /All$/.test(event.hook.type))
    following.onRunning(testsBelow(event.hook.parent));
  if (event.name === 'hook_success' || event.name === 'hook_failure') {
    if (/All$/.test(event.hook.type)) following.onRunning([]);
  }
  if (event.name === 'test_done') {
    following.onDone(event.test);
    following.onRunning([]);
  }
});

export function idOf(file: string, test: Test): string {
  const titles = [test.name];
  for (let block: Describe | undefined = test.parent; block?.parent; block = block.parent)
    titles.unshift(block.name);
  return `${file} › ${titles.join(' ')}`;
}

function testsBelow(block: Describe): Test[] {
  return block.children.flatMap((child) => (child.type === 'test' ? [child] : testsBelow(child)));
}

function messageOf(error: unknown): string {
  const [thrown] = Array.isArray(error) ? error : [error];
  return thrown instanceof Error ? thrown.message : String(thrown);
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { InstrumenterContext, Mutant, StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { provideCircus, withoutHurry } from './circus-globals.ts';
import { asNewGeneration, provideFreshModules } from './fresh-modules.ts';
import { ImportGraph } from './import-graph.ts';
import { type RunnerSettings, runnerSettings } from './runner-settings.ts';
import { idOf, type KnownTest, type TestFailure, TestFile } from './test-file.ts';

/** Tests that are quicker are tried first, and most mutants are found by one of them. */
const QUICK_MILLISECONDS = 40;
/** A mutant that the tests of so long a time have not found counts as a survivor. */
const MOST_MILLISECONDS = 12_000;
/** Modules are never forgotten; a process that holds so much of them makes room for another. */
const MOST_BYTES = 1_000_000_000;
/** From the first run for the others: each works in a process of its own. */
const DURATIONS = 'durations-of-tests.json';

type Coverage = Record<string, number>;
/** What the mutated code and its runner tell each other. */
type Context = { [Name in keyof InstrumenterContext]?: InstrumenterContext[Name] | undefined };

/**
 * Runs jest's tests for Stryker in one process, by jest's own circus: `activeMutant` is switched between runs, so that
 * what was loaded once serves thousands of mutants. Jest's own runner loads everything anew for each of them, which
 * takes seconds. A mutant that works while its module is loaded gets modules of its own, as few as the test that finds
 * it needs.
 */
class CircusRunner implements TestRunner {
  static readonly inject = tokens(commonTokens.options);
  readonly #settings: RunnerSettings;
  readonly #context: Context;
  readonly #files = new Map<string, TestFile>();
  #durations = new Map<string, number>();
  readonly #millisecondsOfFiles = new Map<string, number>();
  #graph: ImportGraph | undefined;
  #mutantsTried = 0;
  /** Something of an earlier mutant is left in this process: a store in a module, a promise that came late. */
  #isStained = false;

  constructor(options: StrykerOptions) {
    this.#settings = runnerSettings.parse(options.circus);
    const scope = globalThis as { __stryker__?: Context };
    scope.__stryker__ ??= {};
    this.#context = scope.__stryker__;
  }

  async init(): Promise<void> {
    provideCircus(this.#settings.seed);
    provideFreshModules();
    // A test fails by its assertions; what comes after it must not end the process.
    process.on('uncaughtException', () => {});
    process.on('unhandledRejection', () => {});
    if (existsSync(DURATIONS)) this.#durations = new Map(JSON.parse(readFileSync(DURATIONS, 'utf8')));
    for (const [id, milliseconds] of this.#durations) {
      const file = fileOf(id);
      this.#millisecondsOfFiles.set(file, (this.#millisecondsOfFiles.get(file) ?? 0) + milliseconds);
    }
  }

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true };
  }

  dryRun(): Promise<DryRunResult> {
    return withoutHurry(() => this.#runAll());
  }

  async #runAll(): Promise<DryRunResult> {
    const perTest: Record<string, Coverage> = {};
    const tests: TestResult[] = [];
    for (const file of this.#settings.testFiles) {
      const loaded = await this.#load(file);
      const ids = new Map(loaded.tests.map(({ id, test }) => [test, id]));
      let hooks = 0;
      const shared: { hook: string; ids: string[] }[] = [];
      const { failures, ran } = await loaded.run(() => true, {
        onRunning: (running) => {
          const named = running.map((test) => ids.get(test) ?? idOf(file, test));
          if (named.length === 1) this.#context.currentTestId = named[0];
          else if (named.length === 0) this.#context.currentTestId = undefined;
          else {
            const hook = `${file} hook ${hooks++}`;
            shared.push({ hook, ids: named });
            this.#context.currentTestId = hook;
          }
        },
      });
      const failed = new Map(failures.map(({ id, message }) => [id, message]));
      for (const { id, milliseconds } of ran) {
        this.#durations.set(id, milliseconds);
        // Stryker's own limit is for endless loops alone: how long a mutant is tried is said here.
        const result = { id, name: id, timeSpentMs: 0, fileName: path.resolve(file) };
        const failureMessage = failed.get(id);
        tests.push(
          failureMessage === undefined
            ? { ...result, status: TestStatus.Success }
            : { ...result, status: TestStatus.Failed, failureMessage },
        );
      }
      const covered = this.#context.mutantCoverage?.perTest ?? {};
      for (const { hook, ids: below } of shared) {
        for (const id of below) covered[id] = added(covered[id] ?? {}, covered[hook] ?? {});
        delete covered[hook];
      }
      Object.assign(perTest, covered);
    }
    writeFileSync(DURATIONS, JSON.stringify([...this.#durations]));
    const mutantCoverage = { static: this.#context.mutantCoverage?.static ?? {}, perTest };
    return { status: DryRunStatus.Complete, tests, mutantCoverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    // Stryker tries it once more, in a new process.
    if (this.#isStained && this.#mutantsTried > 0)
      throw new Error('This process is stained by an earlier mutant.');
    if (process.memoryUsage().heapUsed > MOST_BYTES && this.#mutantsTried > 0)
      throw new Error('This process is full of the modules of earlier mutants.');
    this.#mutantsTried++;
    const { activeMutant, testFilter, hitLimit, mutantActivation } = options;
    const isStatic = mutantActivation === 'static';
    this.#context.activeMutant = isStatic ? activeMutant.id : undefined;
    this.#context.hitCount = hitLimit === undefined ? undefined : 0;
    this.#context.hitLimit = hitLimit;
    const { failure, nrOfTests } = await this.#tryMutant(
      activeMutant,
      isStatic ? undefined : testFilter,
      hitLimit,
    );
    const reached = determineHitLimitReached(this.#context.hitCount, hitLimit);
    if (reached) return toMutantRunResult(reached);
    if (failure?.id.includes(' › ')) await this.#askWithoutMutant(failure);
    return toMutantRunResult({
      status: DryRunStatus.Complete,
      tests: failure
        ? [
            {
              id: failure.id,
              name: failure.id,
              timeSpentMs: 0,
              status: TestStatus.Failed,
              failureMessage: failure.message,
            },
          ]
        : Array.from({ length: nrOfTests }, (_, index) => ({
            id: String(index),
            name: String(index),
            timeSpentMs: 0,
            status: TestStatus.Success,
          })),
    });
  }

  /**
   * @param filter The tests that come by the mutant; left out where it works while modules are loaded.
   */
  async #tryMutant(
    { id, fileName }: Mutant,
    filter: readonly string[] | undefined,
    hitLimit: number | undefined,
  ): Promise<{ failure?: TestFailure; nrOfTests: number }> {
    const wanted = filter && new Set(filter);
    const anew = { mark: asNewGeneration(), files: new Map<string, TestFile>() };
    const names = this.#choose(path.relative(process.cwd(), fileName), filter);
    const isQuick = ({ id }: KnownTest) => (this.#durations.get(id) ?? 0) < QUICK_MILLISECONDS;
    let until = performance.now() + MOST_MILLISECONDS;
    let nrOfTests = 0;
    for (const isTurn of [isQuick, (test: KnownTest) => !isQuick(test)]) {
      for (const name of names) {
        const begin = performance.now();
        if (begin > until) return { nrOfTests };
        // What is not loaded under the mutant must not be touched by it either.
        if (wanted) this.#context.activeMutant = undefined;
        let file: TestFile;
        try {
          file = await (wanted ? this.#load(name) : this.#load(name, anew));
        } catch (error) {
          if (wanted) throw error;
          return { failure: { id: `the loading of ${name}`, message: String(error) }, nrOfTests: 1 };
        }
        until += performance.now() - begin;
        this.#context.activeMutant = id;
        if (nrOfTests === 0) this.#context.hitCount = hitLimit === undefined ? undefined : 0;
        const now = new Set(file.tests.filter((test) => isTurn(test) && (!wanted || wanted.has(test.id))));
        if (now.size === 0) continue;
        const { failures, ran } = await file.run((test) => now.has(test), {
          until,
          durations: this.#durations,
        });
        nrOfTests += ran.length;
        const [failure] = failures;
        if (failure) return { failure, nrOfTests };
      }
    }
    return { nrOfTests };
  }

  /** The file's own tests first, then those of its capability, then whatever is quickest: each is loaded in its turn. */
  #choose(source: string, filter: readonly string[] | undefined): string[] {
    const wanted = filter && new Set(filter.map(fileOf));
    const names = this.#settings.testFiles.filter((file) =>
      wanted ? wanted.has(file) : this.#uses(file, sourceInSandbox(source)),
    );
    const { name, dir } = path.parse(source);
    const cost = (file: string) =>
      (this.#millisecondsOfFiles.get(file) ?? 0) +
      (file.includes(`/${name}.`) ? 0 : 10_000) +
      (file.includes(`/${path.basename(dir)}/`) ? 0 : 100_000);
    return names.sort((one, other) => cost(one) - cost(other));
  }

  /**
   * A test that failed under a mutant has to pass without it. Where it does not, an earlier mutant of this process
   * may be what it failed for: then Stryker has it tried again in a new one.
   */
  async #askWithoutMutant(failure: TestFailure): Promise<void> {
    this.#context.activeMutant = undefined;
    const file = await this.#load(fileOf(failure.id));
    const again = await withoutHurry(() =>
      file.run(({ id }) => id === failure.id, { durations: this.#durations }),
    );
    if (again.failures.length === 0) return;
    this.#isStained = true;
    if (this.#mutantsTried > 1) throw new Error(`${failure.id} also fails without a mutant.`);
  }

  #uses(testFile: string, source: string): boolean {
    this.#graph ??= new ImportGraph(['{functions,test,local,lib,proof}/**/*.ts']);
    return this.#graph.reaches(testFile, source);
  }

  async #load(name: string, { mark = '', files = this.#files } = {}): Promise<TestFile> {
    const file = files.get(name) ?? (await TestFile.load(name, mark));
    files.set(name, file);
    return file;
  }
}

const fileOf = (testId: string): string => testId.slice(0, testId.indexOf(' › '));

/** Stryker names a file where it lies, which is not where it is run. */
function sourceInSandbox(file: string): string {
  return file.slice(file.indexOf('functions/'));
}

function added(one: Coverage, other: Coverage): Coverage {
  const sum = { ...one };
  for (const [mutant, count] of Object.entries(other)) sum[mutant] = (sum[mutant] ?? 0) + count;
  return sum;
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'circus', CircusRunner)];

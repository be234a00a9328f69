/** The middle one; of an even number of values the upper of the two. */
export function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/**
 * Medians of several ways to do the same, measured in turns so that whatever else the machine does meets all of them:
 * each round runs each way once, in another order every time.
 *
 * @returns milliseconds per round, by way
 */
export async function measureInTurns<Name extends string>(
  ways: Record<Name, () => unknown>,
  { rounds, warmUps }: { rounds: number; warmUps: number },
): Promise<Record<Name, number>> {
  const names = Object.keys(ways) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -warmUps; round < rounds; round += 1) {
    const turn = Math.abs(round) % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      const begin = performance.now();
      await ways[name]();
      if (round >= 0) times[name].push(performance.now() - begin);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Name, number>;
}

/** One line of the table: a figure, what it was measured against, and what it should be. */
export interface Figure {
  what: string;
  /** Counts and sizes are rare; a time is always a ratio to something that was measured beside it in the same run. */
  value: number;
  /** What is counted, where the figure is no ratio: `requests`, `write units`, `KB`, `ms`. */
  unit?: string;
  goal?: { atMost: number } | { atLeast: number };
  /** The comparison in one line, with the absolute values that the ratio was made of. */
  against: string;
  /** Names that belong to the comparison; the row shows the first of them, and all of them stand below the table. */
  names?: readonly string[];
}

export interface BenchOptions {
  /** The sizes of the night instead of those of a quarter of an hour. */
  long: boolean;
  /** One line about how far it has come; it stands until the next one. */
  progress(text: string): void;
}

/** What `npm run bench -- NAME` runs: each in a process of its own, so that none warms or fills another's. */
export interface Bench {
  title: string;
  run(options: BenchOptions): Promise<Figure[]>;
}

export function isMet({ value, goal }: Figure): boolean | undefined {
  if (!goal) return undefined;
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
}

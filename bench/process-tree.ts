import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** This process and every one below it, as Linux shows them. */
export function processTree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const stat = read(`/proc/${name}/stat`);
    // The command's name, in brackets, may hold spaces.
    if (stat) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const tree = [root];
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  return tree;
}

/** Ends a process at once with all that it has started, also what is in a group of its own. */
export function endTree(root: number): void {
  for (const pid of existsSync('/proc/self') ? processTree(root) : [root]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

/**
 * The most that this process itself has ever had resident. What `getrusage` says of it is of no use: Linux keeps its
 * maximum through fork and exec, so that a small child tells the size of its parent.
 */
export function peakResidentBytes(): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(read('/proc/self/status'))?.[1];
  if (kilobytes === undefined) throw new Error('Only Linux tells how much memory a process had.');
  return Number(kilobytes) * 1_024;
}

export interface Memory {
  command: string;
  bytes: number;
}

/**
 * Resident memory by process. A page that several processes have is shared out among them (PSS), or the pages of Node's
 * own program would be counted as often as it runs.
 */
export function residentMemory(pids: readonly number[]): Memory[] {
  return pids.flatMap((pid) => {
    const kilobytes = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
    if (kilobytes === undefined) return [];
    const [program = '', first = ''] = read(`/proc/${pid}/cmdline`).split('\0');
    return [{ command: `${program} ${first}`.trim(), bytes: Number(kilobytes) * 1_024 }];
  });
}

/** Seconds of processor time that they have used, which a busy machine changes less than it does the clock on the wall. */
export function processorSeconds(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    const stat = read(`/proc/${pid}/stat`);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // Own and of children that have ended, both for itself and in the kernel.
    return [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field] ?? 0), 0);
  });
  return ticks.reduce((sum, each) => sum + each, 0) / 100;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

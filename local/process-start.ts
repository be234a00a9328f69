import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** When a process began, so that a number that was given again does not pass for its predecessor. */
export const startOf = (pid: number): string | undefined => {
  // Field 22, counted after the command's name, which may hold spaces.
  const stat = statOf(pid);
  if (stat) return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  if (process.platform === 'linux') return undefined;
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
};

const statOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
};

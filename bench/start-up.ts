import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

/** Milliseconds from before to after the import of a module, in a fresh process. */
export function importMillis(file: string): number {
  const script = `const begin = performance.now();
    await import(${JSON.stringify(pathToFileURL(file).href)});
    process.stdout.write(String(performance.now() - begin));`;
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }),
  );
}

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startLaptop } from '../test/e2e/laptop.ts';
import { playWalkthrough } from '../test/e2e/play-walkthrough.ts';
import { withTranscript } from '../test/e2e/readme-transcript.ts';

/** `npm run docs:walkthrough`: plays the walkthrough against a laptop of its own and puts it into the README. */
const README = fileURLToPath(new URL('../README.md', import.meta.url));

const laptop = await startLaptop();
try {
  const transcript = await playWalkthrough(laptop);
  // A reader's own laptop has these ports.
  const { port } = new URL(laptop.origin);
  const asAtHome = [0, 1, 2].reduce(
    (text, offset) => text.replaceAll(`:${Number(port) + offset}/`, `:${3000 + offset}/`),
    transcript,
  );
  writeFileSync(README, withTranscript(readFileSync(README, 'utf8'), asAtHome));
} finally {
  await laptop.dispose();
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { synthesize } from '../../local/synthesis.ts';
import { makeFilm } from '../../local/walkthrough-film.ts';
import { freePortBlock } from '../../test/free-ports.ts';
import { type Chance, chanceOf } from '../kills/chance.ts';
import { claimStory } from '../kills/claim-story.ts';
import { expireUnderFire, expiryFaults } from '../kills/expiry.ts';
import { fire } from '../kills/fire.ts';
import { emptyJournal, type Journal } from '../kills/journal.ts';
import { LaptopUnderFire } from '../kills/laptop-under-fire.ts';
import { moveWorld } from '../kills/outside.ts';
import { saleStory } from '../kills/sale-story.ts';
import { settle } from '../kills/settle.ts';
import { type Stage, stageOf } from '../kills/stage.ts';
import { checkAll } from '../kills/whole-check.ts';
import type { Proof, ProofOptions, Tried } from '../proof.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** KILLS changes how many there are, as PORT the first of the three ports. */
const FORMS = {
  short: { kills: 4, killsOfExpiry: 1, actors: 5 },
  long: { kills: 210, killsOfExpiry: 10, actors: 6 },
};

/**
 * What a seed fixes: who does what, when the laptop is killed and whom of it. Where a kill hits in the code follows from
 * the machine as well, so a failure is tried again, not replayed to the instruction.
 */
export const proof: Proof = {
  title: 'kill -9 of the whole laptop at random moments under load',
  inCi: true,
  async run(options) {
    const directory = mkdtempSync(join(tmpdir(), 'kills-'));
    const port = Number(process.env.PORT || 0) || (await freePortBlock());
    const laptop = new LaptopUnderFire({ port, directory });
    let holds = false;
    try {
      const tried = await tryToBreak(laptop, options);
      holds = true;
      return tried;
    } finally {
      laptop.end();
      if (holds) rmSync(directory, { recursive: true, force: true });
      else console.error(`kills: what the laptop had stands in ${directory}.`);
    }
  },
};

async function tryToBreak(laptop: LaptopUnderFire, { long, seed, progress }: ProofOptions): Promise<Tried[]> {
  const { kills: usual, killsOfExpiry, actors } = long ? FORMS.long : FORMS.short;
  const kills = Number(process.env.KILLS || usual);
  const films = await Promise.all([makeFilm(1), makeFilm(6), makeFilm(11)]);
  const journal = emptyJournal();
  const stage = stageOf(laptop, journal, films, seed);
  await synthesize(ROOT, progress);
  progress('starts the laptop for the first time');
  await laptop.start();

  let isOver = false;
  const background = [
    ...Array.from({ length: actors }, (_, index) =>
      act(stage, chanceOf(seed + 1_000 * (index + 1)), () => isOver),
    ),
    moveWorld(stage, chanceOf(seed + 1), () => isOver),
  ].map((work) => work.catch((error: unknown) => laptop.giveUp(error as Error)));
  const told = (done: number, moment: string) =>
    progress(
      `${done} of ${kills} kills, ${journal.sales.length} sales, ${journal.claims.length} claims; next: ${moment}`,
    );
  const killed = await fire(stage, chanceOf(seed + 2), { kills, told }).finally(() => {
    isOver = true;
  });
  progress('the actors end what they began');
  await Promise.all(background);
  if (laptop.fault) throw laptop.fault;

  await settle(stage, progress);
  progress('looks at everything');
  await checkAll(stage);
  progress('all protections end');
  await laptop.start();
  await expireUnderFire(stage, chanceOf(seed + 3), killsOfExpiry);
  await settle(stage, progress);
  progress('looks at everything once more');
  await checkAll(stage, expiryFaults);
  return counted(killed + killsOfExpiry, laptop, journal);
}

/** One story after the other until it is over; the last is played to its end. */
async function act(stage: Stage, chance: Chance, isOver: () => boolean): Promise<void> {
  while (!isOver() && !stage.laptop.fault) {
    if (chance.in100(35)) await saleStory(stage, chance);
    else await claimStory(stage, chance);
  }
}

function counted(kills: number, laptop: LaptopUnderFire, journal: Journal): Tried[] {
  const paid = journal.claims.filter(({ approved }) => approved !== undefined).length;
  return [
    { count: kills, what: 'kills' },
    { count: laptop.counts.answered, what: 'requests answered' },
    { count: laptop.counts.cut, what: 'cut off and sent again' },
    { count: journal.sales.length, what: 'sales' },
    { count: journal.claims.length, what: 'claims' },
    { count: paid, what: 'payouts' },
    { count: journal.uploads.length, what: 'films' },
  ];
}

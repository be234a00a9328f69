import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Broken, type Proof } from '../proof.ts';
import { layBait } from '../uploads/bait.ts';
import { corpusOf } from '../uploads/corpus.ts';
import { createFilmWorkshop } from '../uploads/film-workshop.ts';
import { checkAll, triedAs } from '../uploads/in-process.ts';
import { lookAtAll } from '../uploads/looking.ts';
import { uploadAll } from '../uploads/over-http.ts';

export const proof: Proof = {
  title: 'Upload corpus',
  inCi: true,
  async run({ long, seed, progress }) {
    const directory = mkdtempSync(join(tmpdir(), 'uploads-'));
    const bait = await layBait(directory);
    const workshop = createFilmWorkshop(directory, bait);
    try {
      const files = corpusOf(workshop, { seed, long });
      const tried = triedAs(await checkAll(files, workshop, { long, progress }));
      if (!long) return tried;
      const looked = await lookAtAll(files, workshop, progress);
      const followed = bait.followed();
      if (followed.length > 0) throw new Broken(`A film was followed where it led: ${followed.join(', ')}.`);
      const uploaded = await uploadAll(files, progress);
      return [...tried, ...looked, ...uploaded];
    } finally {
      await bait.take();
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

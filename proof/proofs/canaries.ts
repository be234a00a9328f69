import type { Proof, Tried } from '../proof.ts';

const HISTORIES = { short: 50, long: 2_000 };

/** See proof/canaries: the world has to be in its place before anything of the service is loaded. */
export const proof: Proof = {
  title: 'Canaries in every personal field',
  inCi: true,
  async run({ long, seed, progress }): Promise<Tried[]> {
    const { tryHistories } = await import('../canaries/try-histories.ts');
    const { checkTemplate } = await import('../canaries/template-environment.ts');
    const tried = await tryHistories({ histories: long ? HISTORIES.long : HISTORIES.short, seed, progress });
    tried.push(...(await checkTemplate()));
    if (!long) return tried;
    const { tryOnLaptop } = await import('../canaries/on-laptop.ts');
    return [...tried, ...(await tryOnLaptop({ progress }))];
  },
};

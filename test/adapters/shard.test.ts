import { shardOf } from '../../functions/adapters/shard.ts';

describe('shards', () => {
  it('never change for a key, since items stand in them already', () => {
    expect(['10100012123456', '63000045987655', 'RA644001235RU'].map((key) => shardOf(key, 16))).toEqual([
      14, 8, 5,
    ]);
  });

  it('are even for numbers that follow one another, as those of one office do', () => {
    const counts = Array.from({ length: 16 }, () => 0);
    for (let n = 0; n < 16_000; n += 1) {
      const shard = shardOf(`1010001${String(n).padStart(7, '0')}`, 16);
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1_150);
  });
});

import { createHash } from 'node:crypto';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Throws of dice that come the same for the same seed, in words of what is drawn. */
export interface Chance {
  /** In [0, 1). */
  share(): number;
  /** Both inclusive. */
  whole(from: number, to: number): number;
  /** True in so many of one. */
  happens(probability: number): boolean;
  /** One of them, as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name;
  one<Item>(items: readonly Item[]): Item;
  /** Standard normal. */
  normal(): number;
}

/** Names a row of chances: for what, in the year of which seed. */
export function rowOf(seed: string, about: string): number {
  return createHash('sha256').update(`${seed}\n${about}`).digest().readInt32BE(0);
}

/** The chance of one thing of a row: each can be planned without those before it. */
export function chanceOf(row: number, index: number): Chance {
  const generator = xoroshiro128plusFromState([
    mixed(row),
    mixed(index),
    mixed(row ^ Math.imul(index + 1, 0x9e37_79b1)),
    mixed(row + index) | 1,
  ]);
  const whole = (from: number, to: number) => uniformInt(generator, from, to);
  const share = () => whole(0, 0x3fff_ffff) / 0x4000_0000;
  return {
    share,
    whole,
    happens: (probability) => share() < probability,
    weighted(weights) {
      const entries = Object.entries<number>(weights);
      const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
      let left = share() * total;
      const found = entries.find(([, weight]) => {
        left -= weight;
        return left < 0;
      });
      return (found ?? entries.at(-1))?.[0] as never;
    },
    one: <Item>(items: readonly Item[]) => items[whole(0, items.length - 1)] as Item,
    normal: () => Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share()),
  };
}

/** Murmur's finalizer: neighbours become strangers, or the first throws of neighbouring things would be alike. */
function mixed(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85eb_ca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
  return bits ^ (bits >>> 16);
}

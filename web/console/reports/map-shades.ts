/** Few enough to be told apart beside each other. */
export const SHADES = 5;
/** Of what is the same everywhere. */
const MIDDLE = 2;

export interface Shading {
  /** The shade of a value, from 0 (least) to `SHADES - 1`. */
  shadeOf: (value: number) => number;
  /** From the least to the most that is in each shade; shades that hold nothing are left out. */
  legend: { shade: number; from: number; to: number }[];
}

/**
 * Regions are of very different sizes, so that equal steps would leave all but Moscow in one colour: each shade holds
 * about as many regions. Equal values always have the same shade, and nought one of its own: where nothing happened
 * is told at once from where little did. Few different values are spread over all the shades.
 */
export function shadingOf(values: readonly number[]): Shading {
  const sorted = [...values].sort((one, two) => one - two);
  const edges = edgesOf(sorted);
  const shadeOf = (value: number) => {
    if (edges.length === 0) return value === 0 ? 0 : MIDDLE;
    const rank = edges.filter((edge) => value >= edge).length;
    return Math.round((rank * (SHADES - 1)) / edges.length);
  };
  const held = new Map<number, number[]>();
  for (const value of sorted) held.set(shadeOf(value), [...(held.get(shadeOf(value)) ?? []), value]);
  return {
    shadeOf,
    legend: [...held].map(([shade, each]) => ({ shade, from: each[0] ?? 0, to: each.at(-1) ?? 0 })),
  };
}

/** The least of each shade but the first, every one larger than the one before. */
function edgesOf(sorted: readonly number[]): number[] {
  const edges: number[] = [];
  let rest = sorted;
  for (let shades = SHADES; shades > 1; shades -= 1) {
    const edge = edgeOf(rest, shades);
    if (edge === undefined) break;
    edges.push(edge);
    rest = rest.filter((value) => value >= edge);
  }
  return edges;
}

/** Where the first of so many shades ends. */
function edgeOf(sorted: readonly number[], shades: number): number | undefined {
  const [least = 0] = sorted;
  if (least < 0) return sorted.find((value) => value >= 0);
  const share = least === 0 ? undefined : sorted[Math.ceil(sorted.length / shades)];
  // A value that fills more than its share of the regions has a shade alone.
  return share !== undefined && share > least ? share : sorted.find((value) => value > least);
}

export interface Placed {
  tile: { column: number; row: number };
}

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The nearest tile in the direction of an arrow key, straight ahead rather than aside. */
export function tileBeside<Tile extends Placed>(
  tiles: readonly Tile[],
  from: Tile,
  key: string,
): Tile | undefined {
  const direction = DIRECTIONS[key];
  if (!direction) return undefined;
  const [right, down] = direction;
  const distance = ({ tile }: Tile): number => {
    const [across, along] = [tile.column - from.tile.column, tile.row - from.tile.row];
    const ahead = across * right + along * down;
    const aside = Math.abs(right === 0 ? across : along);
    return ahead <= 0 || aside > ahead * 2 ? Number.POSITIVE_INFINITY : ahead + aside * 2;
  };
  const nearest = tiles.reduce<Tile | undefined>(
    (best, tile) => (best === undefined || distance(tile) < distance(best) ? tile : best),
    undefined,
  );
  return nearest && Number.isFinite(distance(nearest)) ? nearest : undefined;
}

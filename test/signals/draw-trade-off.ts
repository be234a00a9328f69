export interface Point {
  weight: number;
  /** Shares from 0 to 1. */
  found: number;
  flagged: number;
}

const WIDTH = 640;
const HEIGHT = 400;
const LEFT = 64;
const RIGHT = 24;
const TOP = 24;
const BOTTOM = 56;

/**
 * The share found over the share of honest claims that are troubled for it, a dot for each line that could be drawn;
 * another year's points as a broken line beside.
 */
export function drawTradeOff(
  points: readonly Point[],
  lines: { flag: number; hold: number },
  beside: readonly Point[] = [],
): string {
  const most = niceAbove(Math.max(...[...points, ...beside].map(({ flagged }) => flagged)));
  const x = (flagged: number) => round(LEFT + (flagged / most) * (WIDTH - LEFT - RIGHT));
  const y = (found: number) => round(HEIGHT - BOTTOM - found * (HEIGHT - TOP - BOTTOM));
  const way = (some: readonly Point[]) =>
    some.map(({ flagged, found }) => `${x(flagged)},${y(found)}`).join(' ');
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const dots = points.map((point) => {
    const name = point.weight === lines.flag ? 'flag' : point.weight === lines.hold ? 'hold' : undefined;
    const dot = `<circle cx="${x(point.flagged)}" cy="${y(point.found)}" r="${name ? 6 : 3}" fill="${name ? '#b3261e' : '#1f4e9e'}"/>`;
    const label = `<text x="${x(point.flagged) + 10}" y="${y(point.found) + 16}" font-weight="bold">${name} (${point.weight})</text>`;
    return name ? dot + label : dot;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img">`,
    '<title>Share of planted frauds found, over share of honest claims flagged</title>',
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    ...ticks.map(
      (tick) =>
        `<path d="M${LEFT} ${y(tick)}H${WIDTH - RIGHT}M${x(tick * most)} ${TOP}V${HEIGHT - BOTTOM}" stroke="#dddddd" fill="none"/>` +
        `<text x="${LEFT - 8}" y="${y(tick) + 4}" text-anchor="end">${Math.round(tick * 100)} %</text>` +
        `<text x="${x(tick * most)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${round(tick * most * 100)} %</text>`,
    ),
    beside.length > 0
      ? `<polyline points="${way(beside)}" fill="none" stroke="#5f6b7a" stroke-width="2" stroke-dasharray="6 4"/>`
      : '',
    `<polyline points="${way(points)}" fill="none" stroke="#1f4e9e" stroke-width="2"/>`,
    ...dots,
    `<text x="${(WIDTH + LEFT) / 2}" y="${HEIGHT - 12}" text-anchor="middle">honest claims flagged</text>`,
    `<text transform="translate(16 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">planted frauds found</text>`,
    '</svg>',
    '',
  ].join('\n');
}

function niceAbove(share: number): number {
  return [0.01, 0.02, 0.04, 0.08, 0.12, 0.2, 0.4].find((most) => share <= most) ?? 1;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

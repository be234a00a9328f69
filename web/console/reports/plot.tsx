import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import type { PlotData } from './plot-data.ts';

export interface PlotProps {
  data: PlotData;
  kind: 'lines' | 'bars';
  /** Counts and sums do, else a small difference looks like a large one; bars always do. */
  startsAtNought: boolean;
  /** What it shows, for who does not see it; the numbers stand in a table below. */
  label: string;
  placeText: (place: string) => string;
  valueText: (value: number) => string;
  /** The place under the pointer. */
  onPointed: (index: number | undefined) => void;
}

const HEIGHT = 320;
const STEPS = [1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365];
/** Told apart without colours too. */
const DASHES = [[], [8, 4], [2, 3], [12, 4, 2, 4], [5, 5], [14, 6]];

/** uPlot in a frame that follows the width it is given, and the theme. */
export function Plot({ data, kind, startsAtNought, label, placeText, valueText, onPointed }: PlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const latest = useRef({ placeText, valueText, onPointed });
  latest.current = { placeText, valueText, onPointed };
  const isDark = useDarkness();
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const plot = new uPlot(
      optionsOf(element, data, { kind, startsAtNought }, latest),
      [data.places.map((_, index) => index), ...data.lines.map(({ values }) => values)],
      element,
    );
    const watch = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      plot.destroy();
    };
  }, [data, kind, startsAtNought, isDark]);
  return <div ref={frame} class="report-plot" role="img" aria-label={label} />;
}

function optionsOf(
  element: HTMLElement,
  { places, lines }: PlotData,
  { kind, startsAtNought }: Pick<PlotProps, 'kind' | 'startsAtNought'>,
  latest: { current: Pick<PlotProps, 'placeText' | 'valueText' | 'onPointed'> },
): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour('--quiet'),
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  };
  const isBars = kind === 'bars';
  const end = places.length - 1;
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: !isBars } },
    scales: {
      x: { time: false, range: isBars || end < 1 ? [-0.6, end + 0.6] : [0, end] },
      y: { range: (_, least, most) => rangeOf(least ?? 0, most ?? 0, startsAtNought || isBars) },
    },
    axes: [
      {
        ...axis,
        grid: { show: !isBars, stroke: colour('--line'), width: 1 },
        incrs: isBars ? [1] : STEPS,
        space: isBars ? 1 : 64,
        size: 32,
        ...(isBars && places.length > 4 && { rotate: -35, size: 78, align: 2 as const }),
        values: (_, splits) =>
          splits.map((index) => {
            const place = places[index];
            return place === undefined ? '' : latest.current.placeText(place);
          }),
      },
      {
        ...axis,
        size: (plot, values) => {
          const longest = Math.max(...(values ?? []).map((each) => each.length), 3);
          return Math.min(Math.max(longest * 7 + 14, 44), plot.width / 3);
        },
        values: (_, splits) => splits.map((value) => latest.current.valueText(value)),
      },
    ],
    series: [
      {},
      ...lines.map(({ name }, index): uPlot.Series => {
        const stroke = colour(isBars && index > 0 ? '--line-strong' : `--series-${index + 1}`);
        return isBars
          ? { label: name, stroke, fill: stroke, width: 0, paths: barsOf(index, lines.length) }
          : {
              label: name,
              stroke,
              width: 2,
              dash: DASHES[index] ?? [],
              points: { show: places.length < 3, size: 7, fill: stroke },
            };
      }),
    ],
    hooks: {
      setCursor: [({ cursor: { idx } }) => latest.current.onPointed(idx ?? undefined)],
    },
  };
}

/** From nought, or around the lines alone where nought would press them into one. */
function rangeOf(least: number, most: number, startsAtNought: boolean): [number, number] {
  if (startsAtNought) return [Math.min(0, least), most > 0 ? most * 1.08 : 1];
  const room = (most - least || Math.abs(most) || 1) * 0.12;
  return [least - room, most + room];
}

/** Bars of one place stand beside each other. */
function barsOf(index: number, count: number): NonNullable<uPlot.Series['paths']> {
  const width = count === 1 ? 0.6 : 0.36;
  const align = count === 1 ? 0 : index === 0 ? -1 : 1;
  const paths = uPlot.paths.bars?.({ size: [width, 48], align });
  if (!paths) throw new Error('uPlot draws no bars.');
  return paths;
}

function useDarkness(): boolean {
  const [isDark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const watched = matchMedia('(prefers-color-scheme: dark)');
    const look = () => setDark(watched.matches);
    watched.addEventListener('change', look);
    return () => watched.removeEventListener('change', look);
  }, []);
  return isDark;
}

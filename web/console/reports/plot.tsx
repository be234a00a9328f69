import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import type { PlotData } from './plot-data.ts';

export interface PlotProps {
  data: PlotData;
  /** Counts and sums do, else a small difference looks like a large one. */
  startsAtNought: boolean;
  /** There is no half a claim on the axis. */
  wholeOnly: boolean;
  /** What it shows, for who does not see it; the numbers stand in a table below. */
  label: string;
  placeText: (place: string) => string;
  valueText: (value: number) => string;
  /** The place under the pointer. */
  onPointed: (index: number | undefined) => void;
}

const HEIGHT = 320;
const STEPS = [1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365];
const WHOLE_STEPS = Array.from({ length: 12 }, (_, zeros) =>
  [1, 2, 5].map((step) => step * 10 ** zeros),
).flat();
/** Told apart without colours too. */
const DASHES = [[], [8, 4], [2, 3], [12, 4, 2, 4], [5, 5], [14, 6]];

/** uPlot in a frame that follows the width it is given, and the theme. */
export function Plot(props: PlotProps) {
  const { data, startsAtNought, wholeOnly, label, placeText, valueText, onPointed } = props;
  const frame = useRef<HTMLDivElement>(null);
  const latest = useRef({ placeText, valueText, onPointed });
  latest.current = { placeText, valueText, onPointed };
  const isDark = useDarkness();
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const plot = new uPlot(
      optionsOf(element, data, { startsAtNought, wholeOnly }, latest),
      [data.places.map((_, index) => index), ...data.lines.map(({ values }) => values)],
      element,
    );
    const watch = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      plot.destroy();
    };
  }, [data, startsAtNought, wholeOnly, isDark]);
  return <div ref={frame} class="report-plot" role="img" aria-label={label} />;
}

function optionsOf(
  element: HTMLElement,
  { places, lines }: PlotData,
  { startsAtNought, wholeOnly }: Pick<PlotProps, 'startsAtNought' | 'wholeOnly'>,
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
  const end = places.length - 1;
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: true } },
    scales: {
      x: { time: false, range: end < 1 ? [-0.6, end + 0.6] : [0, end] },
      y: { range: (_, least, most) => rangeOf(least ?? 0, most ?? 0, startsAtNought) },
    },
    axes: [
      {
        ...axis,
        incrs: STEPS,
        space: 64,
        size: 32,
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
        ...(wholeOnly && { incrs: WHOLE_STEPS }),
        values: (_, splits) => splits.map((value) => latest.current.valueText(value)),
      },
    ],
    series: [
      {},
      ...lines.map(({ name }, index): uPlot.Series => {
        const stroke = colour(`--series-${index + 1}`);
        return {
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

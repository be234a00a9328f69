import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { Locale } from '../../../functions/contracts/primitives.ts';
import { useLanguage } from '../texts.ts';
import type { SellerMonth } from './months.ts';
import { useSignalsTexts } from './texts.ts';
import { monthWords, wholeNumber } from './words.ts';

const HEIGHT = 220;
const LEAST_BETWEEN_MONTHS = 46;
/** Two bars of a month stand side by side, each on its half. */
const { bars } = uPlot.paths;

/** Filed and confirmed claims of each month. Loaded with its library when a seller is looked at. */
export function MonthsPlot({ months }: { months: readonly SellerMonth[] }) {
  const { locale } = useLanguage();
  const { months: said } = useSignalsTexts().seller;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const here = place.current;
    if (!here) return;
    const plot = new uPlot(
      optionsOf(months, locale, said.columns, here),
      [
        months.map((_, index) => index),
        months.map(({ filed }) => filed),
        months.map(({ confirmed }) => confirmed),
      ],
      here,
    );
    const resized = new ResizeObserver(() => plot.setSize({ width: here.clientWidth, height: HEIGHT }));
    resized.observe(here);
    const theme = matchMedia('(prefers-color-scheme: dark)');
    const redraw = () => plot.redraw();
    theme.addEventListener('change', redraw);
    return () => {
      theme.removeEventListener('change', redraw);
      resized.disconnect();
      plot.destroy();
    };
  }, [months.map(({ month }) => month).join(), locale]);
  return (
    <figure class="plot" role="img" aria-label={said.plot}>
      <div ref={place} aria-hidden="true" />
    </figure>
  );
}

function optionsOf(
  months: readonly SellerMonth[],
  locale: Locale,
  columns: Record<'month' | 'filed' | 'confirmed', string>,
  here: HTMLElement,
): uPlot.Options {
  // Read at each drawing, because the theme may change under it.
  const colour = (name: string) => () => getComputedStyle(here).getPropertyValue(name).trim();
  const whole = (_: uPlot, value: number | null) => (value === null ? '–' : wholeNumber(value, locale));
  const font = `12px ${getComputedStyle(here).fontFamily}`;
  return {
    width: here.clientWidth,
    height: HEIGHT,
    cursor: { drag: { x: false, y: false }, points: { show: false } },
    scales: {
      // Half a month of room at each end, or the outer bars would be cut.
      x: { time: false, range: [-0.6, months.length - 0.4] },
      y: { range: (_, __, most) => [0, Math.max(1, Math.ceil(most * 1.1))] },
    },
    axes: [
      {
        font,
        size: 30,
        stroke: colour('--quiet'),
        grid: { show: false },
        ticks: { show: false },
        splits: (plot) => {
          const step = Math.max(1, Math.ceil((months.length * LEAST_BETWEEN_MONTHS) / plot.width));
          return months.map((_, index) => index).filter((index) => (months.length - 1 - index) % step === 0);
        },
        values: (_, splits) => splits.map((index) => shortMonth(months[index]?.month ?? '', locale)),
      },
      {
        font,
        stroke: colour('--quiet'),
        size: 40,
        grid: { stroke: colour('--line'), width: 1 },
        ticks: { show: false },
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000],
        values: (_, splits) => splits.map((value) => wholeNumber(value, locale)),
      },
    ],
    series: [
      {
        label: columns.month,
        value: (_, index) => (index === null ? '–' : monthWords(months[index]?.month ?? '', locale)),
      },
      {
        label: columns.filed,
        stroke: colour('--line-strong'),
        fill: colour('--line-strong'),
        ...(bars && { paths: bars({ size: [0.4, 28], align: -1 }) }),
        width: 0,
        points: { show: false },
        value: whole,
      },
      {
        label: columns.confirmed,
        stroke: colour('--stop'),
        fill: colour('--stop'),
        ...(bars && { paths: bars({ size: [0.4, 28], align: 1 }) }),
        width: 0,
        points: { show: false },
        value: whole,
      },
    ],
  };
}

/** «03.26»: a year of months has to find room under a plot. */
function shortMonth(month: string, locale: Locale): string {
  const [year = '', number = ''] = month.split('-');
  return locale === 'ru' ? `${number}.${year.slice(2)}` : `${number}/${year.slice(2)}`;
}

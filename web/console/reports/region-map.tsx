import { useRef, useState } from 'preact/hooks';
import type { RegionCode } from '../../../functions/contracts/facts.ts';
import type { Measures } from '../../../functions/contracts/reports.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { regions } from '../../../functions/reports/regions.ts';
import { figureText, shortFigureText } from './figure-text.ts';
import { FIGURES, type FigureName } from './figures.ts';
import { shadingOf, tileBeside } from './map-shades.ts';
import { useReportTexts } from './report-texts.ts';
import { tileLabel } from './tile-labels.ts';

export interface RegionMapProps {
  figure: FigureName;
  measuresOf: (region: RegionCode) => Measures | undefined;
  chosen: readonly RegionCode[];
  onToggle: (region: RegionCode) => void;
}

/** Every region as a tile of the same size: the small ones are not lost beside Yakutia. One stop of the Tab key. */
export function RegionMap({ figure, measuresOf, chosen, onToggle }: RegionMapProps) {
  const { locale, texts, regionName } = useReportTexts();
  const { kind, of } = FIGURES[figure];
  const figureOf = (region: RegionCode): number | null => {
    const measures = measuresOf(region);
    return measures ? of(measures) : null;
  };
  const values = regions.map(({ code }) => figureOf(code)).filter((value) => value !== null);
  const { shadeOf, legend } = shadingOf(values);
  const [entry, setEntry] = useState<RegionCode>('MOW');
  const [pointed, setPointed] = useState<RegionCode>();
  const tiles = useRef(new Map<RegionCode, HTMLButtonElement>());
  const said = (code: RegionCode) => {
    const value = figureOf(code);
    return render(texts.map.tile, {
      name: regionName(code),
      value: value === null ? texts.map.nothing : figureText(kind, value, locale),
    });
  };
  return (
    <>
      <div class="map-frame">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid in every browser */}
        <div class="map" role="group" aria-label={texts.map.title} onMouseLeave={() => setPointed(undefined)}>
          {regions.map((region) => {
            const { code, tile } = region;
            const value = figureOf(code);
            return (
              <button
                key={code}
                type="button"
                ref={(element) => {
                  if (element) tiles.current.set(code, element);
                }}
                class={`map-tile ${value === null ? 'map-tile-none' : `shade-${shadeOf(value)}`}`}
                style={{ gridColumn: tile.column + 1, gridRow: tile.row + 1 }}
                tabIndex={code === entry ? 0 : -1}
                // What is seen on it comes first: who speaks to the computer says what is seen.
                aria-label={`${tileLabel(region, locale)}, ${said(code)}`}
                aria-pressed={chosen.includes(code) ? 'true' : 'false'}
                onMouseEnter={() => setPointed(code)}
                onFocus={() => {
                  setPointed(code);
                  setEntry(code);
                }}
                onBlur={() => setPointed(undefined)}
                onClick={() => onToggle(code)}
                onKeyDown={(event) => {
                  const next = tileBeside(regions, region, event.key);
                  if (!next) return;
                  event.preventDefault();
                  tiles.current.get(next.code)?.focus();
                }}
              >
                <span aria-hidden="true">{tileLabel(region, locale)}</span>
              </button>
            );
          })}
        </div>
      </div>
      <p class="map-read-out" aria-hidden="true">
        {pointed === undefined ? <span class="quiet">{texts.map.readOut}</span> : said(pointed)}
      </p>
      <div class="legend">
        <span class="quiet">{render(texts.map.legend, { figure: texts.figures[figure].short })}</span>
        <ul>
          {legend.map(({ shade, from, to }) => (
            <li key={shade}>
              <span class={`legend-tile shade-${shade}`} aria-hidden="true" />
              {from === to
                ? shortFigureText(kind, from, locale)
                : `${shortFigureText(kind, from, locale)} – ${shortFigureText(kind, to, locale)}`}
            </li>
          ))}
          {values.length < regions.length && (
            <li>
              <span class="legend-tile map-tile-none" aria-hidden="true" />
              {texts.map.nothing}
            </li>
          )}
        </ul>
      </div>
    </>
  );
}

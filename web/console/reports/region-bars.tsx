import type { PlotData } from './plot-data.ts';

export interface RegionBarsProps {
  data: PlotData;
  label: string;
  valueText: (value: number | null | undefined) => string;
}

/** Lying bars, for names of regions are long: the name before its bar, the number behind it. */
export function RegionBars({ data, label, valueText }: RegionBarsProps) {
  const known = data.lines.flatMap(({ values }) => values).filter((value) => value !== null);
  const least = Math.min(0, ...known);
  const whole = Math.max(0, ...known) - least || 1;
  const percent = (part: number) => `${(part / whole) * 100}%`;
  return (
    <ul class="region-bars" aria-label={label}>
      {data.places.map((name, place) => (
        <li key={name} class="region-bar">
          <span class="region-bar-name">{name}</span>
          <span class="region-bar-lines">
            {data.lines.map((line, index) => {
              const value = line.values[place] ?? null;
              return (
                <span key={line.key} class={index === 0 ? 'region-bar-line' : 'region-bar-line quiet'}>
                  <span class="region-bar-track" aria-hidden="true">
                    {value !== null && value !== 0 && (
                      <span
                        class={index === 0 ? 'region-bar-fill' : 'region-bar-fill region-bar-before'}
                        style={{
                          marginLeft: percent(Math.min(value, 0) - least),
                          width: percent(Math.abs(value)),
                        }}
                      />
                    )}
                  </span>
                  {index > 0 && <span class="only-read-out">{line.name}: </span>}
                  <span class="region-bar-value">{valueText(value)}</span>
                </span>
              );
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}

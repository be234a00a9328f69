import type { JSX } from 'preact';

/** How to film, in six drawings of our own: 64 × 64, lines in the colour of the text, one accent. */
const DRAWINGS: readonly JSX.Element[] = [
  // The label, close.
  <>
    <rect x="8" y="18" width="48" height="34" rx="3" />
    <rect class="accent" x="16" y="26" width="26" height="16" rx="1" />
    <path d="M20 31v6M24 31v6M28 31v6M31 31v6M35 31v6M38 31v6" />
    <circle cx="44" cy="42" r="9" class="lens" />
    <path d="m51 49 7 8" />
  </>,
  // All around the box: tape and seal.
  <>
    <path d="M12 24 32 14l20 10v22L32 56 12 46Z" />
    <path d="m12 24 20 10 20-10M32 34v22" />
    <path class="accent" d="m22 19 20 10v8" />
    <path d="M6 54c6 6 14 7 20 5M58 12C53 6 45 4 38 6" />
    <path d="m23 55 4 4-5 4M41 2l-4 4 5 4" />
  </>,
  // One single take.
  <>
    <rect x="6" y="18" width="36" height="28" rx="4" />
    <path d="m42 28 14-7v22l-14-7" />
    <circle class="accent-fill" cx="15" cy="27" r="4" />
    <path d="M12 54h44" />
    <path class="accent" d="M12 54h30" />
  </>,
  // Hands and box inside the picture.
  <>
    <path d="M6 16V8h8M58 16V8h-8M6 48v8h8M58 48v8h-8" />
    <path d="M20 26h24v16H20Z" />
    <path class="accent" d="M20 26l5-6h14l5 6M32 20v10" />
    <path d="M10 40c4-6 7-7 10-5M54 40c-4-6-7-7-10-5M12 48c4 1 7-1 9-4M52 48c-4 1-7-1-9-4" />
  </>,
  // Each item by itself.
  <>
    <rect x="22" y="12" width="20" height="36" rx="4" />
    <path d="M29 43h6" />
    <path class="accent" d="m27 20 5 5-4 4 6 6" />
    <path d="M10 34c0 12 10 20 22 20s22-8 22-20" />
    <path d="m5 38 5-5 6 4M59 38l-5-5-6 4" />
  </>,
  // The empty box.
  <>
    <path d="M12 30h40v24H12Z" />
    <path d="m12 30-7-10M52 30l7-10M12 30l8-12h24l8 12" />
    <path class="accent" d="M20 18v12M44 18v12" />
    <path d="M24 42h16" stroke-dasharray="3 4" />
  </>,
];

export function Drawing({ index }: { index: number }) {
  return (
    <svg class="drawing" viewBox="0 0 64 64" width="64" height="64" aria-hidden="true" focusable="false">
      {DRAWINGS[index]}
    </svg>
  );
}

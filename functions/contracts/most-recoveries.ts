/** Parts of a loss that came back: as many as one claim is stored with (claims/money-rules.ts joins what comes after). */
export const MOST_RECOVERIES = 50;

import type { RegionCode } from '../../../functions/contracts/facts.ts';
import type { Locale } from '../../../functions/contracts/primitives.ts';

export function regionName(code: RegionCode, _locale: Locale): string {
  return code;
}

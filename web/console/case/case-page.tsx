import { ScreenTitle } from '../parts.tsx';

/** Everything about a parcel on one screen. */
export function CasePage({ trackingNumber }: { trackingNumber: string; claimId?: string }) {
  return <ScreenTitle>{trackingNumber}</ScreenTitle>;
}

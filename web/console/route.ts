import { createStore } from '../shared/store.ts';

export type Route =
  | { name: 'home' }
  | { name: 'queue' }
  | { name: 'case'; trackingNumber: string; claimId?: string }
  | { name: 'phone'; trackingNumber?: string }
  | { name: 'staff' }
  | { name: 'reports'; query?: string }
  | { name: 'signals' }
  /** `from`: the case that its reader came from and goes back to. */
  | { name: 'seller'; sellerId: string; from?: { trackingNumber: string; claimId?: string } };

/** `#/case/10100067085099/CLAIM`: numbers of parcels and claims, nothing personal, so that a place may be sent on. */
export function routeOf(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [name, first, second, third] = path.split('/').map((each) => each.trim());
  if (name === 'queue' || name === 'staff') return { name };
  if (name === 'reports') return query ? { name, query } : { name };
  if (name === 'signals') return { name };
  if (name === 'seller' && first)
    return {
      name,
      sellerId: first,
      ...(second && { from: { trackingNumber: second, ...(third && { claimId: third }) } }),
    };
  if (name === 'phone') return first ? { name, trackingNumber: first } : { name };
  if (name === 'case' && first) return { name, trackingNumber: first, ...(second && { claimId: second }) };
  return { name: 'home' };
}

export function hrefOf(route: Route): string {
  switch (route.name) {
    case 'case':
      return `#/case/${route.trackingNumber}${route.claimId ? `/${route.claimId}` : ''}`;
    case 'phone':
      return `#/phone${route.trackingNumber ? `/${route.trackingNumber}` : ''}`;
    case 'reports':
      return `#/reports${route.query ? `?${route.query}` : ''}`;
    case 'seller':
      return ['#/seller', route.sellerId, route.from?.trackingNumber, route.from?.claimId]
        .filter((each) => each !== undefined)
        .join('/');
    case 'home':
      return '#/';
    default:
      return `#/${route.name}`;
  }
}

export const route = createStore<Route>(routeOf(location.hash));
addEventListener('hashchange', () => route.set(routeOf(location.hash)));

/** Where somebody was before the sign-in; an address that is replaced is told to nobody, so it is read here. */
export function comeBackTo(hash: string): void {
  history.replaceState(null, '', `/console/${hash}`);
  route.set(routeOf(hash));
}

export function open(next: Route): void {
  location.hash = hrefOf(next);
}

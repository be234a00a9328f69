import type { Role } from './session/kept-session.ts';

export type Screen = 'queue' | 'phone' | 'staff' | 'reports' | 'signals';

/** Where each role has something to do; the service refuses the rest in any case. The first is its home. */
export function screensOf(role: Role): readonly Screen[] {
  switch (role) {
    case 'specialist':
      return ['queue', 'phone'];
    case 'supervisor':
      return ['queue', 'phone', 'staff', 'reports', 'signals'];
    case 'analyst':
      return ['reports', 'signals', 'queue'];
    case 'administrator':
      return ['staff'];
  }
}

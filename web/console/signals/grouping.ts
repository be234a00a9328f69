import type { ShownSignal } from '../../../functions/contracts/signals.ts';
import type { SignalAbout } from '../../../functions/messages/catalogue/signals-screens.ts';

const ORDER: readonly SignalAbout[] = ['buyer', 'seller', 'office'];

/** Whom it speaks of; what names a seller is about them. */
export function aboutOf({ about, sellerId }: Pick<ShownSignal, 'about' | 'sellerId'>): SignalAbout {
  return about ?? (sellerId ? 'seller' : 'buyer');
}

/** The heaviest first, in each group and of the groups. */
export function groupsOf(signals: readonly ShownSignal[]): { about: SignalAbout; signals: ShownSignal[] }[] {
  const weight = (some: readonly ShownSignal[]) => some.reduce((sum, each) => sum + each.weight, 0);
  return ORDER.map((about) => ({
    about,
    signals: signals
      .filter((each) => aboutOf(each) === about)
      .sort((one, other) => other.weight - one.weight),
  }))
    .filter((group) => group.signals.length > 0)
    .sort((one, other) => weight(other.signals) - weight(one.signals));
}

import { useEffect, useState } from 'preact/hooks';
import { render } from '../../functions/messages/fill-text.ts';
import { useStore } from '../shared/use-store.ts';
import { Button, Dialog } from './parts.tsx';
import { type IdleWatch, watchIdleness } from './session/idle-watch.ts';
import { otherTabs } from './session/other-tabs.ts';
import type { Session } from './session/session.ts';
import { useLanguage } from './texts.ts';

const WARN_MILLIS = 60_000;
const INPUTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

const BROWSER_CLOCK = {
  now: () => Date.now(),
  after(millis: number, run: () => void) {
    const timer = setTimeout(run, millis);
    return () => clearTimeout(timer);
  },
};

/** Signs out whoever has gone away, after a warning. */
export function IdleGuard({ session, idleMinutes }: { session: Session; idleMinutes: number }) {
  const [watch, setWatch] = useState<IdleWatch>();
  useEffect(() => {
    const own = watchIdleness({ idleMillis: idleMinutes * 60_000, warnMillis: WARN_MILLIS }, BROWSER_CLOCK);
    const tabs = otherTabs({ input: own.input, out: session.leave });
    const input = () => {
      own.input();
      if (own.state.get().kind !== 'over') tabs.input(Date.now());
    };
    const unsubscribe = own.state.subscribe(() => {
      if (own.state.get().kind !== 'over') return;
      tabs.out('idle');
      void session.signOut('idle');
    });
    const signedOut = session.state.subscribe(() => {
      const state = session.state.get();
      if (state.kind === 'signed-out' && state.why === 'by-hand') tabs.out('by-hand');
    });
    for (const each of INPUTS) addEventListener(each, input, { passive: true, capture: true });
    setWatch(own);
    return () => {
      for (const each of INPUTS) removeEventListener(each, input, { capture: true });
      unsubscribe();
      signedOut();
      own.stop();
      tabs.close();
    };
  }, [session, idleMinutes]);
  return watch ? <Warning watch={watch} /> : null;
}

function Warning({ watch }: { watch: IdleWatch }) {
  const { locale, texts } = useLanguage();
  const idleness = useStore(watch.state);
  if (idleness.kind !== 'warned') return null;
  const { title, left, stay } = texts.session.idle;
  const time = new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', unitDisplay: 'long' }).format(
    idleness.secondsLeft,
  );
  return (
    <Dialog title={title} isAlert onClose={watch.input}>
      <p>{render(left, { time })}</p>
      <Button kind="main" onClick={watch.input}>
        {stay}
      </Button>
    </Dialog>
  );
}

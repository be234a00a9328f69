import { useEffect, useState } from 'preact/hooks';

export type View = { name: 'home' } | { name: 'film' } | { name: 'claim'; step: number };

const HOME: View = { name: 'home' };

/**
 * Where the reader is, in the browser's own history, so that «back» does what it does everywhere. The address never
 * changes: its fragment is the link's token.
 */
export function useView(): { view: View; open: (view: View) => void; back: () => void } {
  const [view, setView] = useState<View>(() => {
    const kept = viewOf(history.state);
    // A camera is not opened again by itself: what was filmed before the reload is shown on the first screen.
    return kept.name === 'film' ? HOME : kept;
  });
  useEffect(() => {
    const follow = (event: PopStateEvent) => setView(viewOf(event.state));
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  return {
    view,
    open(next) {
      history.pushState({ view: next }, '');
      setView(next);
    },
    back: () => (history.state?.view ? history.back() : setView(HOME)),
  };
}

function viewOf(state: unknown): View {
  const view = (state as { view?: Partial<View> } | null)?.view;
  if (view?.name === 'film') return { name: 'film' };
  if (view?.name === 'claim' && 'step' in view) {
    const step = Number(view.step);
    return { name: 'claim', step: step >= 1 && step <= 3 ? step : 1 };
  }
  return HOME;
}

type News = { kind: 'input' } | { kind: 'out'; why: 'by-hand' | 'idle' };

/** Often enough to keep the other tabs awake. */
const AT_MOST_EVERY_MILLIS = 5_000;

/** The tabs of one browser are one person at one desk: input in one is input in all, and so is signing out. */
export function otherTabs(on: { input(): void; out(why: 'by-hand' | 'idle'): void }) {
  const channel = new BroadcastChannel('console-session');
  channel.onmessage = ({ data }: MessageEvent<News>) => {
    if (data.kind === 'input') on.input();
    else on.out(data.why);
  };
  let saidAt = 0;
  return {
    input(now: number) {
      if (now - saidAt < AT_MOST_EVERY_MILLIS) return;
      saidAt = now;
      channel.postMessage({ kind: 'input' } satisfies News);
    },
    out: (why: 'by-hand' | 'idle') => channel.postMessage({ kind: 'out', why } satisfies News),
    close: () => channel.close(),
  };
}

/** Keeps the screen on until the end that is returned, where the browser can; else the person has to. */
export function keepScreenAwake(): () => void {
  const wakeLock = navigator.wakeLock as WakeLock | undefined;
  let held: WakeLockSentinel | undefined;
  let isWanted = true;

  async function ask(): Promise<void> {
    if (!wakeLock || document.visibilityState !== 'visible') return;
    try {
      held = await wakeLock.request('screen');
      if (!isWanted) await held.release();
    } catch {
      // A phone that saves its battery refuses it.
    }
  }

  // The browser takes it back whenever the page is out of sight.
  const again = () => void ask();
  document.addEventListener('visibilitychange', again);
  again();
  return () => {
    isWanted = false;
    document.removeEventListener('visibilitychange', again);
    void held?.release().catch(() => {});
  };
}

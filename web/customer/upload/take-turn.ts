import type { UploadTools } from './send-upload.ts';

const LOOK_EVERY_MILLIS = 5_000;

/**
 * Only one tab sends an upload. While another one does, this one shows how far the server has got; undefined when
 * it was given up meanwhile.
 */
export async function takeTurn(
  uploadId: string,
  { ports, pace, state }: UploadTools,
): Promise<(() => void) | undefined> {
  const name = `upload-${uploadId}`;
  const atOnce = await ports.locks.take(name);
  if (atOnce) return atOnce;

  const turn = ports.locks.wait(name, pace.stopSignal);
  const looking = new AbortController();
  const stopLooking = () => looking.abort();
  void turn.then(stopLooking, stopLooking);
  state.change({ phase: 'elsewhere', problem: undefined });
  while (!looking.signal.aborted) {
    const answer = await ports.api.read(uploadId);
    if (looking.signal.aborted) break;
    if (answer.ok) {
      const { receivedParts, size } = answer.value;
      state.change({
        sentBytes: receivedParts.reduce((sum, part) => sum + part.size, 0),
        totalBytes: size,
      });
    }
    await ports.clock.wait(LOOK_EVERY_MILLIS, looking.signal);
  }
  const release = await turn;
  if (release) state.change({ phase: 'preparing' });
  return release;
}

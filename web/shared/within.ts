/** Does the work with a signal that is aborted when it takes longer. `AbortSignal.timeout` is not on the phones of 2021. */
export async function within<Value>(
  millis: number,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), millis);
  try {
    return await work(abort.signal);
  } finally {
    clearTimeout(timer);
  }
}

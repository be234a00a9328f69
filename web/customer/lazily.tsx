import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useLanguage } from './texts.ts';

const RETRY_MILLIS = 3_000;

/** What has been asked for before it was needed; see `fetchAhead`. */
const parts: (() => Promise<unknown>)[] = [];

/**
 * A part of the page that most visits do not need, and that therefore comes after what they do. As long as the line
 * is gone it is asked for again.
 */
export function lazily<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
): FunctionComponent<Props> {
  let Part: FunctionComponent<Props> | undefined;
  let loading: Promise<void> | undefined;
  const fetch = (): Promise<void> => {
    loading ??= load().then(
      (loaded) => {
        Part = loaded;
      },
      async () => {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MILLIS));
        loading = undefined;
        return fetch();
      },
    );
    return loading;
  };
  parts.push(fetch);
  return function Lazy(props: Props) {
    const { texts } = useLanguage();
    const [, setHere] = useState(Part !== undefined);
    useEffect(() => {
      if (!Part) void fetch().then(() => setHere(true));
    }, []);
    return Part ? <Part {...props} /> : <p class="hint">{texts.loading}</p>;
  };
}

/**
 * Brings all of them once the page stands: who goes into a tunnel next still finds every screen. Call it when the
 * first thing to read is there, for which they must not take the line away.
 */
export function fetchAhead(): void {
  for (const fetch of parts) void fetch();
}

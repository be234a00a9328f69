import { render } from '../../functions/messages/fill-text.ts';
import { createStore } from '../shared/store.ts';
import { useStore } from '../shared/use-store.ts';
import { useLanguage } from './texts.ts';

export interface Line {
  state: 'fine' | 'offline' | 'fault';
  /** When what is shown was true, by this machine's clock. */
  asOf?: number;
}

/** Told by whoever keeps a screen up to date. */
export const line = createStore<Line>({ state: 'fine' });

export function LineState() {
  const { locale, texts } = useLanguage();
  const { state, asOf } = useStore(line);
  return (
    <div class="line" role="status">
      {state !== 'fine' && (
        <p>
          {state === 'offline' ? texts.line.lost : texts.line.fault}{' '}
          {asOf !== undefined &&
            render(texts.line.shownAsOf, {
              time: new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hourCycle: 'h23' }).format(asOf),
            })}
        </p>
      )}
    </div>
  );
}

import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { render } from '../../../functions/messages/fill-text.ts';
import { useDesk } from '../desk.ts';
import { Button, ScreenTitle } from '../parts.tsx';
import { clockText, momentText, periodText } from './figure-text.ts';
import type { Here } from './here.ts';
import { useReportTexts } from './report-texts.ts';
import type { Answer } from './use-answer.ts';

/** The way here, the title, and what can be done with the whole page. */
export function PageHead(props: {
  title: string;
  trail?: readonly { href: string; name: string }[];
  children?: ComponentChildren;
}) {
  const { texts } = useReportTexts();
  return (
    <header class="reports-head">
      <div>
        {props.trail && (
          <nav class="trail" aria-label={texts.whereYouAre}>
            <ol>
              {props.trail.map(({ href, name }) => (
                <li key={href}>
                  <a href={href}>{name}</a>
                </li>
              ))}
            </ol>
          </nav>
        )}
        <ScreenTitle key={props.title}>{props.title}</ScreenTitle>
      </div>
      <div class="reports-actions">{props.children}</div>
    </header>
  );
}

/** When the figures were read, and the way to newer ones. */
export function AsOf<Value>({ answer }: { answer: Answer<Value> }) {
  const { locale, texts } = useReportTexts();
  if (answer.asOf === undefined) return null;
  return (
    <span class="as-of">
      {render(texts.asOf, { time: clockText(answer.asOf, locale) })}{' '}
      <Button kind="quiet" isBusy={answer.isLoading} busyWords={texts.loading} onClick={answer.again}>
        {texts.refresh}
      </Button>
    </span>
  );
}

/** On paper only: what the table is of and when it was printed. */
export function PrintHead({ here, place }: { here: Here; place: string }) {
  const { locale, texts } = useReportTexts();
  const { clock } = useDesk();
  const [at, setAt] = useState(clock.now());
  useEffect(() => {
    const onPrint = () => setAt(clock.now());
    addEventListener('beforeprint', onPrint);
    return () => removeEventListener('beforeprint', onPrint);
  }, [clock]);
  return (
    <p class="print-head">
      {texts.print.period}: {periodText(here.period, locale)} · {texts.print.place}: {place} ·{' '}
      {render(texts.print.printed, { time: momentText(new Date(at).toISOString(), locale) })}
    </p>
  );
}

export function PrintButton() {
  const { texts } = useReportTexts();
  return <Button onClick={() => print()}>{texts.actions.print}</Button>;
}

import type { ComponentChildren } from 'preact';
import { hotline } from '../../functions/messages/catalogue/service.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { groupedNumber } from '../shared/grouped-number.ts';
import type { PolicyState } from './policy-watch.ts';
import { useLanguage } from './texts.ts';

/** What stands around every screen: whose page it is, the parcel, the other language, and the line's state. */
export function Shell(props: {
  trackingNumber?: string | undefined;
  connection: PolicyState['connection'];
  asOf?: number | undefined;
  onOtherLanguage: () => void;
  news: string;
  children: ComponentChildren;
}) {
  const { locale, texts } = useLanguage();
  return (
    <>
      <button type="button" class="skip" onClick={skipToContent}>
        {texts.skipToContent}
      </button>
      <header class="top">
        <div class="top-inside">
          <p class="service">
            <Seal />
            {texts.service}
          </p>
          <button
            type="button"
            class="language"
            lang={locale === 'ru' ? 'en' : 'ru'}
            onClick={props.onOtherLanguage}
          >
            {texts.otherLanguage}
          </button>
        </div>
        {props.trackingNumber && (
          <p class="parcel">{render(texts.parcel, { number: groupedNumber(props.trackingNumber) })}</p>
        )}
      </header>
      <div class="line" role="status">
        {props.connection !== 'fine' && (
          <p>
            {props.connection === 'fault' ? texts.connection.fault : texts.connection.lost}{' '}
            {props.asOf !== undefined &&
              render(texts.connection.shownAsOf, {
                time: new Intl.DateTimeFormat(locale, {
                  hour: '2-digit',
                  minute: '2-digit',
                  hourCycle: 'h23',
                }).format(props.asOf),
              })}
          </p>
        )}
      </div>
      <p class="only-read-out" role="status">
        {props.news}
      </p>
      <main id="content" tabIndex={-1}>
        {props.children}
      </main>
    </>
  );
}

/** A button and no link: the fragment holds the token. */
function skipToContent(): void {
  document.getElementById('content')?.focus();
}

export function CallLink({ text }: { text?: string }) {
  return (
    <a class="call" href={`tel:${hotline.dialled}`}>
      {text ?? hotline.shown}
    </a>
  );
}

function Seal() {
  return (
    <svg viewBox="0 0 24 24" width="28" height="28" aria-hidden="true" focusable="false" class="seal">
      <path d="M12 1.8 21 5v6.4c0 5.2-3.7 9-9 10.8-5.3-1.8-9-5.6-9-10.8V5Z" />
      <path class="seal-mark" d="m7.8 12 3 3 5.6-6" />
    </svg>
  );
}

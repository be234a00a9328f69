import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useStore } from '../shared/use-store.ts';
import { useDesk } from './desk.ts';
import { KeyboardHelp } from './keyboard-help.tsx';
import { LineState } from './line-state.tsx';
import { hrefOf, route } from './route.ts';
import { screensOf } from './screens.ts';
import { SearchBox } from './search-box.tsx';
import { useShortcuts } from './shortcuts.ts';
import { MyShift } from './staff/my-shift.tsx';
import { useLanguage } from './texts.ts';

/** What stands around every screen: where one can go, the search, who is here. */
export function Shell(props: { onOtherLanguage: () => void; children: ComponentChildren }) {
  const { locale, texts, screens: said } = useLanguage();
  const { person, session } = useDesk();
  const here = useStore(route);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [isShiftOpen, setShiftOpen] = useState(false);
  const screens = screensOf(person.role);
  useShortcuts([
    { code: '?', label: '?', does: texts.keys.help, run: () => setHelpOpen(true) },
    ...screens.map((name, index) => ({
      code: `Digit${index + 1}`,
      alt: true,
      label: `Alt+${index + 1}`,
      does: texts.screens[name],
      run: () => {
        location.hash = hrefOf({ name });
      },
    })),
  ]);
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        {texts.skipToContent}
      </button>
      <header class="top">
        <a class="service" href="#/">
          <Seal />
          <span class="service-name">{texts.service}</span>
        </a>
        <nav aria-label={texts.nav} class="nav">
          {screens.map((name) => (
            <a
              key={name}
              href={hrefOf({ name })}
              aria-current={
                here.name === name || (here.name === 'home' && name === screens[0]) ? 'page' : undefined
              }
            >
              {texts.screens[name]}
            </a>
          ))}
        </nav>
        {screens.includes('queue') && person.role !== 'analyst' && <SearchBox />}
        {person.role === 'specialist' ? (
          <button type="button" class="who who-opens" onClick={() => setShiftOpen(true)}>
            <span class="who-name">{person.name}</span>
            <span class="who-role">
              {texts.roles[person.role]} · <span class="who-shift">{said.shift.open}</span>
            </span>
          </button>
        ) : (
          <div class="who">
            <span class="who-name">{person.name}</span>
            <span class="who-role">{texts.roles[person.role]}</span>
          </div>
        )}
        <div class="tools">
          <button type="button" class="tool" onClick={() => setHelpOpen(true)} title={texts.keys.open}>
            <span aria-hidden="true">?</span>
            <span class="only-read-out">{texts.keys.open}</span>
          </button>
          <button
            type="button"
            class="tool"
            lang={locale === 'ru' ? 'en' : 'ru'}
            onClick={props.onOtherLanguage}
          >
            {locale === 'ru' ? 'EN' : 'RU'}
            <span class="only-read-out"> {texts.otherLanguage}</span>
          </button>
          <button type="button" class="tool" onClick={() => void session.signOut('by-hand')}>
            {texts.session.signOut}
          </button>
        </div>
      </header>
      <LineState />
      <main id="content" tabIndex={-1}>
        {props.children}
      </main>
      {isShiftOpen && <MyShift onClose={() => setShiftOpen(false)} />}
      {isHelpOpen && <KeyboardHelp onClose={() => setHelpOpen(false)} />}
    </>
  );
}

export function Seal() {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false" class="seal">
      <path d="M12 1.8 21 5v6.4c0 5.2-3.7 9-9 10.8-5.3-1.8-9-5.6-9-10.8V5Z" />
      <path class="seal-mark" d="m7.8 12 3 3 5.6-6" />
    </svg>
  );
}

import { render } from 'preact';
import { chosenLocale } from '../shared/locale.ts';
import { createDeskApi } from './api.ts';
import { App } from './app.tsx';
import { createAskDesk } from './ask-desk.ts';
import { createServiceClock, type ReadSettings, readDeskSettings } from './desk-settings.ts';
import { dropOldDrafts } from './drafts.ts';
import { Button } from './parts.tsx';
import { createSession } from './session/session.ts';
import { listenForShortcuts } from './shortcuts.ts';
import { type Language, LanguageContext, loadLanguage } from './texts.ts';

const page = document.getElementById('page');
if (!page) throw new Error('The page has no place to be drawn in.');

const first = await loadLanguage(chosenLocale()).catch(() => loadLanguage('ru'));
dropOldDrafts();
listenForShortcuts();

function begin(place: HTMLElement, read: ReadSettings, language: Language): void {
  const { settings, readAt } = read;
  const session = createSession({
    settings,
    server: async () => (await import('./session/authorization-code.ts')).signInServer(settings, readAt),
  });
  const spoken = { locale: language.locale };
  const api = createDeskApi(createAskDesk(session, () => spoken.locale));
  render(
    <App
      session={session}
      clock={createServiceClock(read)}
      api={api}
      idleMinutes={settings.idleMinutes}
      first={language}
      onLanguage={({ locale }) => {
        spoken.locale = locale;
      }}
    />,
    place,
  );
}

/** Without its settings the page can do nothing, so it says so and offers the one thing that helps. */
function beUnreachable(place: HTMLElement, language: Language): void {
  const { session, tryAgain } = language.texts;
  document.documentElement.lang = language.locale;
  render(
    <LanguageContext.Provider value={language}>
      <main class="plain">
        <h1>{session.unreachable}</h1>
        <p>{session.unreachableWhy}</p>
        <Button kind="main" onClick={() => location.reload()}>
          {tryAgain}
        </Button>
      </main>
    </LanguageContext.Provider>,
    place,
  );
}

const read = await readDeskSettings().catch(() => undefined);
page.replaceChildren();
if (read) begin(page, read, first);
else beUnreachable(page, first);

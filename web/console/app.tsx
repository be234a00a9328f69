import type { ComponentType } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { keepLocale } from '../shared/locale.ts';
import { useStore } from '../shared/use-store.ts';
import type { DeskApi } from './api.ts';
import { type Desk, DeskContext, useDesk } from './desk.ts';
import type { ServiceClock } from './desk-settings.ts';
import { IdleGuard } from './idle-guard.tsx';
import { Button, ScreenTitle } from './parts.tsx';
import { type Route, route } from './route.ts';
import { screensOf } from './screens.ts';
import type { Person } from './session/kept-session.ts';
import type { Session } from './session/session.ts';
import { Shell } from './shell.tsx';
import { type Language, LanguageContext, loadLanguage, useLanguage } from './texts.ts';

export interface AppProps {
  session: Session;
  clock: ServiceClock;
  api: DeskApi;
  idleMinutes: number;
  first: Language;
  onLanguage: (language: Language) => void;
}

export function App(props: AppProps) {
  const [language, setLanguage] = useState(props.first);
  const state = useStore(props.session.state);
  const changeLanguage = async () => {
    const next = await loadLanguage(language.locale === 'ru' ? 'en' : 'ru').catch(() => undefined);
    if (!next) return;
    keepLocale(next.locale);
    props.onLanguage(next);
    setLanguage(next);
  };
  useEffect(() => {
    document.documentElement.lang = language.locale;
    document.title = `${language.texts.title} · ${language.texts.service}`;
  }, [language]);
  return (
    <LanguageContext.Provider value={language}>
      {state.kind === 'signed-in' ? (
        <>
          <SignedIn
            key={state.person.id}
            person={state.person}
            session={props.session}
            clock={props.clock}
            api={props.api}
            onOtherLanguage={() => void changeLanguage()}
          />
          <IdleGuard session={props.session} idleMinutes={props.idleMinutes} />
        </>
      ) : (
        <Threshold session={props.session} onOtherLanguage={() => void changeLanguage()} />
      )}
    </LanguageContext.Provider>
  );
}

/** Before somebody is signed in, and after. */
function Threshold({ session, onOtherLanguage }: { session: Session; onOtherLanguage: () => void }) {
  const { locale, texts } = useLanguage();
  const state = useStore(session.state);
  const { title, why } =
    state.kind === 'signed-out'
      ? texts.session.signedOut[state.why]
      : state.kind === 'unreachable'
        ? { title: texts.session.unreachable, why: texts.session.unreachableWhy }
        : { title: texts.loading, why: undefined };
  return (
    <main class="plain" id="content">
      <ScreenTitle key={title}>{title}</ScreenTitle>
      {why && <p>{why}</p>}
      {state.kind === 'signed-out' && (
        <Button kind="main" onClick={() => session.signIn()}>
          {texts.session.signIn}
        </Button>
      )}
      {state.kind === 'unreachable' && (
        <Button kind="main" onClick={() => location.reload()}>
          {texts.tryAgain}
        </Button>
      )}
      <p>
        <button
          type="button"
          class="button button-quiet"
          lang={locale === 'ru' ? 'en' : 'ru'}
          onClick={onOtherLanguage}
        >
          {texts.otherLanguage}
        </button>
      </p>
    </main>
  );
}

interface SignedInProps {
  person: Person;
  session: Session;
  clock: ServiceClock;
  api: DeskApi;
  onOtherLanguage: () => void;
}

function SignedIn({ person, session, clock, api, onOtherLanguage }: SignedInProps) {
  const desk = useMemo<Desk>(() => ({ person, session, clock, api }), [person, session, clock, api]);
  const asked = useStore(route);
  const screens = screensOf(person.role);
  const here: Route = mayOpen(asked, person) ? asked : { name: screens[0] ?? 'queue' };
  return (
    <DeskContext.Provider value={desk}>
      <Shell onOtherLanguage={onOtherLanguage}>
        <Screen here={here} />
      </Shell>
    </DeskContext.Provider>
  );
}

function mayOpen({ name }: Route, { role }: Person): boolean {
  if (name === 'home') return false;
  if (name === 'case') return role === 'specialist' || role === 'supervisor';
  if (name === 'seller') return role !== 'administrator';
  return screensOf(role).includes(name);
}

function Screen({ here }: { here: Route }) {
  const { person } = useDesk();
  switch (here.name) {
    case 'case':
      return (
        <Lazy
          key={`case ${here.trackingNumber}`}
          load={async () => (await import('./case/case-page.tsx')).CasePage}
          given={{ trackingNumber: here.trackingNumber, ...(here.claimId && { claimId: here.claimId }) }}
        />
      );
    case 'phone':
      return (
        <Lazy
          key={`phone ${here.trackingNumber ?? ''}`}
          load={async () => (await import('./phone/phone-screen.tsx')).PhoneScreen}
          given={here.trackingNumber ? { trackingNumber: here.trackingNumber } : {}}
        />
      );
    case 'staff':
      return (
        <Lazy
          key="staff"
          load={async () => (await import('./staff/staff-screen.tsx')).StaffScreen}
          given={{}}
        />
      );
    case 'reports':
      return (
        <Lazy
          key="reports"
          load={async () => (await import('./reports/reports-screen.tsx')).ReportsScreen}
          given={{}}
        />
      );
    case 'signals':
      return (
        <Lazy
          key="signals"
          load={async () => (await import('./signals/signals-screen.tsx')).SignalsScreen}
          given={{}}
        />
      );
    case 'seller':
      return (
        <Lazy
          key={`seller ${here.sellerId}`}
          load={async () => (await import('./signals/seller-screen.tsx')).SellerScreen}
          given={{ sellerId: here.sellerId, ...(here.from && { from: here.from }) }}
        />
      );
    default:
      return person.role === 'analyst' ? (
        <Lazy
          key="counts"
          load={async () => (await import('./queue/counts-screen.tsx')).CountsScreen}
          given={{}}
        />
      ) : (
        <Lazy
          key="queue"
          load={async () => (await import('./queue/queue-screen.tsx')).QueueScreen}
          given={{}}
        />
      );
  }
}

/** A screen that comes when it is opened. */
function Lazy<Props extends object>({
  load,
  given,
}: {
  load: () => Promise<ComponentType<Props>>;
  given: Props;
}) {
  const { texts } = useLanguage();
  const [Loaded, setLoaded] = useState<ComponentType<Props>>();
  const [isLost, setLost] = useState(false);
  const fetchIt = () => {
    setLost(false);
    load().then(
      (component) => setLoaded(() => component),
      () => setLost(true),
    );
  };
  useEffect(fetchIt, []);
  if (Loaded) return <Loaded {...given} />;
  return isLost ? (
    <div class="plain">
      <ScreenTitle>{texts.session.unreachable}</ScreenTitle>
      <Button kind="main" onClick={fetchIt}>
        {texts.tryAgain}
      </Button>
    </div>
  ) : (
    <p class="loading">{texts.loading}</p>
  );
}

import { useEffect, useRef, useState } from 'preact/hooks';
import type { CustomerPolicy } from '../../functions/contracts/customer.ts';
import { hotline } from '../../functions/messages/catalogue/service.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { keepLocale } from '../shared/locale.ts';
import { useStore } from '../shared/use-store.ts';
import type { CustomerApi } from './api.ts';
import { DeadLink } from './dead-link.tsx';
import { mayFile } from './filing.ts';
import { HomeScreen } from './home-screen.tsx';
import { fetchAhead } from './lazily.tsx';
import { ClaimForm, FilmScreen } from './lazy-screens.ts';
import { Button, Card, ScreenTitle } from './parts.tsx';
import type { PolicyWatch } from './policy-watch.ts';

import { Shell } from './shell.tsx';
import { type Language, LanguageContext, loadLanguage, useLanguage } from './texts.ts';
import type { Uploads } from './uploads.ts';
import { useView } from './view.ts';

export interface AppProps {
  api: CustomerApi | undefined;
  watch: PolicyWatch | undefined;
  uploads: Uploads | undefined;
  first: Language;
  /** The server's texts come in the reader's language too. */
  onLanguage: (language: Language) => void;
}

/** The page: one thing at a time, whatever the link leads to. */
export function App(props: AppProps) {
  const [language, setLanguage] = useState(props.first);
  const changeLanguage = async () => {
    const next = await loadLanguage(language.locale === 'ru' ? 'en' : 'ru').catch(() => undefined);
    // The line is gone: nothing changes, and the button can be pressed again.
    if (!next) return;
    keepLocale(next.locale);
    props.onLanguage(next);
    setLanguage(next);
    await props.watch?.refresh();
  };
  useEffect(() => {
    document.documentElement.lang = language.locale;
    document.title = language.texts.service;
  }, [language]);
  const { api, watch, uploads } = props;
  return (
    <LanguageContext.Provider value={language}>
      {api && watch && uploads ? (
        <Living api={api} watch={watch} uploads={uploads} onOtherLanguage={() => void changeLanguage()} />
      ) : (
        <Shell connection="fine" onOtherLanguage={() => void changeLanguage()} news="">
          <DeadLink />
        </Shell>
      )}
    </LanguageContext.Provider>
  );
}

interface LivingProps {
  api: CustomerApi;
  watch: PolicyWatch;
  uploads: Uploads;
  onOtherLanguage: () => void;
}

function Living({ api, watch, uploads, onOtherLanguage }: LivingProps) {
  const { texts } = useLanguage();
  const { policy, isDead, connection, asOf } = useStore(watch.state);
  const news = useNews(policy);
  useEffect(() => {
    if (policy) uploads.goOnWith(policy);
  }, [policy, uploads]);
  const isHere = policy !== undefined;
  useEffect(() => {
    if (isHere) fetchAhead();
  }, [isHere]);
  return (
    <Shell
      trackingNumber={policy?.trackingNumber}
      connection={connection}
      asOf={asOf}
      onOtherLanguage={onOtherLanguage}
      news={news}
    >
      {isDead ? (
        <DeadLink />
      ) : policy ? (
        <Screens api={api} policy={policy} uploads={uploads} refresh={watch.refresh} />
      ) : (
        <Card>
          <ScreenTitle>{texts.loading}</ScreenTitle>
          {connection !== 'fine' && (
            <Button kind="other" onClick={() => void watch.refresh()}>
              {texts.tryAgain}
            </Button>
          )}
        </Card>
      )}
    </Shell>
  );
}

interface ScreensProps {
  api: CustomerApi;
  policy: CustomerPolicy;
  uploads: Uploads;
  refresh: () => Promise<void>;
}

function Screens({ api, policy, uploads, refresh }: ScreensProps) {
  const { texts } = useLanguage();
  const { view, open, back } = useView();
  // News are told until something else happens.
  const happened = JSON.stringify(policy.claims.map(({ claimId, status }) => [claimId, status]));
  const [told, setTold] = useState<{ text: string | undefined; happened: string }>();
  const current = useRef(happened);
  current.current = happened;
  const tell = (text: string | undefined) => setTold({ text, happened: current.current });
  // In the other language they would be the only foreign sentence.
  useEffect(() => setTold(undefined), [texts]);
  const goHome = () => open({ name: 'home' });

  const isClosing =
    (view.name === 'claim' && !mayFile(policy)) || (view.name === 'film' && policy.status !== 'active');
  useEffect(() => {
    if (!isClosing) return;
    tell(render(texts.protection.endedMeanwhile, { phone: hotline.shown }));
    goHome();
  }, [isClosing]);

  const onFiled = async (isNew: boolean) => {
    await refresh();
    goHome();
    // After the new claim has been drawn, or it would be what makes these news old.
    queueMicrotask(() => tell(isNew ? texts.claim.received : texts.claim.sameClaim));
  };
  const goBack = (
    <Button kind="quiet" onClick={back}>
      ← {texts.back}
    </Button>
  );
  if (view.name === 'film' && !isClosing)
    return (
      <>
        {goBack}
        <FilmScreen policy={policy} uploads={uploads} onDone={goHome} />
      </>
    );
  if (view.name === 'claim' && !isClosing)
    return (
      <>
        {goBack}
        <ClaimForm
          api={api}
          policy={policy}
          step={view.step}
          onStep={(step) => open({ name: 'claim', step })}
          onFiled={onFiled}
        />
      </>
    );
  return (
    <HomeScreen
      api={api}
      policy={policy}
      uploads={uploads}
      told={told?.happened === happened ? told.text : undefined}
      onChanged={async (done) => {
        await refresh();
        queueMicrotask(() => tell(done));
      }}
      onFilm={() => open({ name: 'film' })}
      onClaim={() => open({ name: 'claim', step: 1 })}
    />
  );
}

/** What a screen reader is told when a claim has moved on while the page was open. */
function useNews(policy: CustomerPolicy | undefined): string {
  const { texts } = useLanguage();
  const [news, setNews] = useState('');
  const before = useRef<ReadonlyMap<string, string>>(undefined);
  useEffect(() => setNews(''), [texts]);
  useEffect(() => {
    if (!policy) return;
    const known = before.current;
    const moved = policy.claims.find(
      ({ claimId, status }) => known?.has(claimId) && known.get(claimId) !== status,
    );
    if (moved) setNews(render(texts.status.changed, { title: moved.card.title }));
    before.current = new Map(policy.claims.map(({ claimId, status }) => [claimId, status]));
  }, [policy, texts]);
  return news;
}

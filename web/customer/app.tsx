import { useEffect, useRef, useState } from 'preact/hooks';
import type { CustomerClaim, CustomerPolicy } from '../../functions/contracts/customer.ts';
import { render } from '../../functions/messages/fill-text.ts';
import type { CustomerApi } from './api.ts';
import { ClaimForm } from './claim-form.tsx';
import { ClaimStatus } from './claim-status.tsx';
import { DeadLink } from './dead-link.tsx';
import { FilmScreen } from './film-screen.tsx';
import { HowToFilm } from './how-to-film.tsx';
import { chosenLocale, keepLocale } from './locale.ts';
import { Button, Card, ScreenTitle, useStore } from './parts.tsx';
import type { PolicyWatch } from './policy-watch.ts';
import { Protection } from './protection.tsx';
import { CallLink, Shell } from './shell.tsx';
import { type Language, LanguageContext, loadLanguage, useLanguage } from './texts.ts';
import { Timeline } from './timeline.tsx';
import type { Uploads } from './uploads.ts';
import { VideoCard } from './video-card.tsx';
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
    const next = await loadLanguage(chosenLocale() === 'ru' ? 'en' : 'ru');
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
        <Living
          api={api}
          watch={watch}
          uploads={uploads}
          onOtherLanguage={() => void changeLanguage()}
          locale={language.locale}
        />
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
  locale: string;
}

function Living({ api, watch, uploads, onOtherLanguage }: LivingProps) {
  const { texts } = useLanguage();
  const { policy, isDead, connection, asOf } = useStore(watch.state);
  const news = useNews(policy);
  useEffect(() => {
    if (policy) uploads.goOnWith(policy);
  }, [policy, uploads]);
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

function Screens(props: {
  api: CustomerApi;
  policy: CustomerPolicy;
  uploads: Uploads;
  refresh: () => Promise<void>;
}) {
  const { api, policy, uploads, refresh } = props;
  const { texts } = useLanguage();
  const { view, open, back } = useView();
  const [told, setTold] = useState<string>();
  const onFiled = async (_claim: CustomerClaim, isNew: boolean) => {
    await refresh();
    setTold(isNew ? texts.claim.received : texts.claim.sameClaim);
    open({ name: 'home' });
  };
  const goBack = (
    <Button kind="quiet" onClick={back}>
      ← {texts.back}
    </Button>
  );
  if (view.name === 'film')
    return (
      <>
        {goBack}
        <FilmScreen policy={policy} uploads={uploads} onDone={() => open({ name: 'home' })} />
      </>
    );
  if (view.name === 'claim' && policy.status === 'active')
    return (
      <>
        {goBack}
        <ClaimForm
          api={api}
          policy={policy}
          step={view.step}
          onStep={(step) => open({ name: 'claim', step })}
          onFiled={(claim, isNew) => void onFiled(claim, isNew)}
        />
      </>
    );
  const claims = inOrder(policy.claims);
  const [main, ...others] = claims;
  const openFilm = () => open({ name: 'film' });
  const openClaim = () => open({ name: 'claim', step: 1 });
  const onChanged = async (done?: string) => {
    await refresh();
    setTold(done);
  };
  const shared = { api, policy, uploads, onChanged };
  const isActive = policy.status === 'active';
  const isFilmed = policy.uploads.some(({ purpose, status }) => purpose === 'film' && status === 'received');
  const isFilmAwaited = policy.videoRequired && !isFilmed;
  return (
    <>
      {told && (
        <p class="told" role="status">
          {told}
        </p>
      )}
      {main ? (
        <ClaimStatus key={main.claimId} {...shared} claim={main} isMain />
      ) : (
        <Protection policy={policy} />
      )}
      {isActive && (!main || main.deadline || isFilmAwaited) && (
        <VideoCard policy={policy} uploads={uploads} onFilm={openFilm} />
      )}
      {isActive && !main && (
        <Card>
          <div class="buttons">
            <Button kind={isFilmAwaited ? 'other' : 'main'} onClick={openClaim}>
              {texts.claim.open}
            </Button>
          </div>
          {!policy.videoRequired && (
            <p>
              {texts.claim.orCall} <CallLink />
            </p>
          )}
        </Card>
      )}
      {isActive && isFilmAwaited && <HowToFilm />}
      {others.length > 0 && (
        <section class="others" aria-label={texts.status.earlier}>
          <h2>{texts.status.earlier}</h2>
          {others.map((claim) => (
            <ClaimStatus key={claim.claimId} {...shared} claim={claim} isMain={false} />
          ))}
        </section>
      )}
      <Timeline policy={policy} />
      {main && isActive && (
        <Button kind={main.deadline ? 'quiet' : 'other'} onClick={openClaim}>
          {MAY_FILE_AGAIN.includes(main.status) ? texts.claim.again : texts.claim.another}
        </Button>
      )}
      {main && <Protection policy={policy} isMain={false} />}
      <footer>
        <CallLink />
      </footer>
    </>
  );
}

/** After these the same event can be claimed once more. */
const MAY_FILE_AGAIN: readonly CustomerClaim['status'][] = ['withdrawn', 'lapsed'];

/** The one that waits for the customer first, then the open ones, then the newest. */
function inOrder(claims: readonly CustomerClaim[]): CustomerClaim[] {
  const rank = ({ status, deadline }: CustomerClaim) =>
    status === 'awaiting-customer' || status === 'awaiting-video' ? 0 : deadline ? 1 : 2;
  return [...claims].sort((one, other) => rank(one) - rank(other) || (one.filedAt < other.filedAt ? 1 : -1));
}

/** What a screen reader is told when a claim has moved on while the page was open. */
function useNews(policy: CustomerPolicy | undefined): string {
  const { texts } = useLanguage();
  const [news, setNews] = useState('');
  const before = useRef<ReadonlyMap<string, string>>(undefined);
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

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { CaseView, PresenceAnswer } from '../../../functions/contracts/console.ts';
import type { DocumentKind } from '../../../functions/contracts/primitives.ts';
import { labels } from '../../../functions/messages/catalogue/labels.ts';
import { useStore } from '../../shared/use-store.ts';
import { useDesk } from '../desk.ts';
import { useDraft } from '../drafts.ts';
import { ScreenTitle } from '../parts.tsx';
import { usePoll } from '../poll.ts';
import { open, route } from '../route.ts';
import { useShortcuts } from '../shortcuts.ts';
import { useLanguage } from '../texts.ts';
import { ActionsPanel } from './actions.tsx';
import { CaseBar } from './case-bar.tsx';
import { CASE_TEXTS, CaseContext, type CaseDesk, isFilm, receivedFiles, type Viewing } from './case-desk.ts';
import { FactsColumn } from './facts-column.tsx';
import { FilesColumn } from './files-column.tsx';
import { LettersPanel } from './letters.tsx';
import { TimelinePanel } from './timeline.tsx';
import { usePresence } from './use-presence.ts';

const TICK_MILLIS = 15_000;

/** Everything about a parcel on one screen. */
export function CasePage({ trackingNumber }: { trackingNumber: string; claimId?: string }) {
  const { api } = useDesk();
  const { locale } = useLanguage();
  const texts = CASE_TEXTS[locale];
  const polled = usePoll<CaseView>(`case ${trackingNumber}`, (etag) => api.readCase(trackingNumber, etag));
  if (polled.refused)
    return (
      <div class="plain">
        <ScreenTitle>{texts.notFound.title}</ScreenTitle>
        <p>{polled.refused.code === 'not-found' ? texts.notFound.why : polled.refused.message}</p>
      </div>
    );
  if (!polled.value) return <p class="loading">{texts.loading}</p>;
  return (
    <OpenCase
      view={polled.value}
      etag={polled.etag ?? `"${polled.value.version}"`}
      isStale={polled.isStale}
      put={({ view, etag }) => polled.put(view, etag)}
      refresh={polled.refresh}
    />
  );
}

interface OpenCaseProps extends Pick<CaseDesk, 'view' | 'etag' | 'put' | 'refresh'> {
  isStale: boolean;
}

function OpenCase({ view, etag, isStale, put, refresh }: OpenCaseProps) {
  const { api, person, clock } = useDesk();
  const { locale } = useLanguage();
  const texts = CASE_TEXTS[locale];
  const here = useStore(route);
  const now = useNow(clock.now);
  const { trackingNumber } = view;
  const claim = chosenClaim(view, here.name === 'case' ? here.claimId : undefined);
  const place = `case ${trackingNumber} ${claim?.claimId ?? ''}`;
  const [openForm, keepOpenForm, closeForm] = useDraft<string | undefined>(
    person.id,
    `${place} open`,
    undefined,
  );
  const [asked, setAsked] = useState<Viewing>();
  const [wanted, setWanted] = useState<readonly DocumentKind[]>();
  const [outcome, setOutcome] = useState('');
  const viewing = asked ?? firstToLookAt(view, claim?.policyId);
  const isWriting = openForm !== undefined || viewing?.kind === 'letter';
  const others = usePresence(() => api.watchPresence(trackingNumber, isWriting), trackingNumber, isWriting);

  const desk: CaseDesk = {
    trackingNumber,
    view,
    etag,
    claim,
    person,
    api,
    locale,
    texts,
    labels: labels[locale],
    now,
    put,
    refresh,
    say: setOutcome,
    viewing,
    look: setAsked,
    openForm,
    setOpenForm: (action) => {
      setOutcome('');
      setWanted(undefined);
      if (action === undefined) closeForm();
      else keepOpenForm(action);
    },
    wanted,
    askFor: (documents) => {
      setWanted(documents);
      keepOpenForm('ask-for-more');
    },
  };

  return (
    <CaseContext.Provider value={desk}>
      <div class="case">
        <CaseBar others={others} isStale={isStale} />
        <CaseKeys desk={desk} />
        <p class="case-outcome" role="status">
          {outcome}
        </p>
        <div class="case-columns">
          <div class="case-column case-facts">
            <FactsColumn />
          </div>
          <div class="case-column case-middle">
            <FilesColumn />
          </div>
          <div class="case-column case-right">
            {claim && <ActionsPanel key={`actions ${claim.claimId}`} claim={claim} />}
            {claim && <LettersPanel key={`letters ${claim.claimId}`} claim={claim} />}
            <TimelinePanel />
          </div>
        </div>
      </div>
    </CaseContext.Provider>
  );
}

/** The one of the address, else the first that is still open, else the last that was filed. */
function chosenClaim(view: CaseView, claimId: string | undefined) {
  return (
    view.claims.find((each) => each.claimId === claimId) ??
    view.claims.find(({ deadline }) => deadline !== undefined) ??
    view.claims.at(-1)
  );
}

function firstToLookAt(view: CaseView, policyId: string | undefined): Viewing | undefined {
  const files = receivedFiles(view, policyId);
  const first = files.find(isFilm) ?? files[0];
  return first && { kind: 'evidence', id: first.evidenceId };
}

function useNow(now: () => number): number {
  const [value, setValue] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setValue(now()), TICK_MILLIS);
    return () => clearInterval(timer);
  }, [now]);
  return value;
}

/** One letter for what is done sixty times a day. A key of an action that is not allowed does nothing. */
function CaseKeys({ desk }: { desk: CaseDesk }) {
  const { texts, claim, person, api, say } = desk;
  const latest = useRef(desk);
  latest.current = desk;
  const allowed = claim?.allowedActions ?? [];
  const keys = useMemo(() => {
    const form = (code: string, label: string, does: string, actions: readonly string[]) => {
      const action = actions.find((each) => allowed.includes(each));
      return action ? [{ code, label, does, run: () => latest.current.setOpenForm(action) }] : [];
    };
    const focus = (selector: string) => () => document.querySelector<HTMLElement>(selector)?.focus();
    return [
      ...form('KeyA', 'A', texts.keys.approve, ['approve-proposal', 'approve']),
      ...form('KeyP', 'P', texts.keys.propose, ['propose']),
      ...form('KeyR', 'R', texts.keys.refuse, ['refuse']),
      ...form('KeyQ', 'Q', texts.keys.ask, ['ask-for-more']),
      ...form('KeyL', 'L', texts.keys.letter, ['send-letter']),
      { code: 'KeyT', label: 'T', does: texts.keys.take, run: focus('[data-key="take"]') },
      ...(person.role === 'specialist'
        ? [
            {
              code: 'KeyN',
              label: 'N',
              does: texts.keys.next,
              run: () => {
                api.takeNext({}).then(
                  (taken) => (taken ? open({ name: 'case', ...taken }) : say(texts.keys.nothingNext)),
                  (error: Error) => say(error.message),
                );
              },
            },
          ]
        : []),
      { code: 'KeyO', label: 'O', does: texts.keys.personal, run: focus('[data-key="personal"]') },
      { code: 'KeyF', label: 'F', does: texts.keys.film, run: focus('[data-key="film"]') },
      { code: 'KeyH', label: 'H', does: texts.keys.timeline, run: focus('[data-key="timeline"]') },
    ].map((each) =>
      each.code === 'KeyT'
        ? { ...each, run: () => document.querySelector<HTMLElement>('[data-key="take"]')?.click() }
        : each,
    );
  }, [texts, allowed.join(), person.role]);
  useShortcuts(keys);
  useEffect(() => {
    // Also while something is typed: its draft stays, so nothing is lost by it.
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
      if (latest.current.openForm !== undefined) latest.current.setOpenForm(undefined);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return null;
}

export type Presence = PresenceAnswer['people'];

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Locale } from '../../../functions/contracts/primitives.ts';
import type { Release } from '../../../functions/contracts/reports.ts';
import { regionByCode, regions } from '../../../functions/reports/regions.ts';
import { useDesk } from '../desk.ts';
import { Button, Select } from '../parts.tsx';
import { AnswerState } from './answer-state.tsx';
import type { Here } from './here.ts';
import { AsOf, PageHead, PrintButton } from './page-head.tsx';
import { PeriodBar } from './period-bar.tsx';
import { type MarkedPart, marked } from './release-marks.ts';
import { useReportTexts } from './report-texts.ts';
import { reportsApi } from './reports-api.ts';
import { useAnswer } from './use-answer.ts';

const LANGUAGES: readonly Locale[] = ['ru', 'en'];

/** The paragraph that a press office publishes, in both languages, and how each of its numbers was counted. */
export function ReleasePage({ here }: { here: Here }) {
  const { texts } = useReportTexts();
  const { region } = here.place;
  // An address may name what is no region, and sales that belong to none have a page but no release.
  if (region === undefined || regionByCode(region)) return <WrittenRelease here={here} />;
  return (
    <>
      <Head here={here} />
      <p class="empty">{texts.release.noRegion}</p>
    </>
  );
}

function WrittenRelease({ here }: { here: Here }) {
  const { api } = useDesk();
  const { period, place } = here;
  const answer = useAnswer(`release ${period.from} ${period.to} ${place.region}`, () =>
    reportsApi(api).release(period, place.region),
  );
  return (
    <>
      <Head here={here}>
        <AsOf answer={answer} />
        <PrintButton />
      </Head>
      <PeriodBar here={here} comparable={false} />
      <AnswerState answer={answer}>
        {(release) => <WithSources release={release} isOld={answer.isLoading} />}
      </AnswerState>
    </>
  );
}

function Head({ here, children }: { here: Here; children?: ComponentChildren }) {
  const { locale, texts, regionName } = useReportTexts();
  const { place } = here;
  const { region } = place;
  const said = texts.release;
  const byName = [...regions].sort((one, two) => one[locale].localeCompare(two[locale], locale));
  return (
    <>
      <PageHead
        title={said.title}
        trail={[
          { href: here.hrefOf({}), name: texts.allRegions },
          ...(region ? [{ href: here.hrefOf({ region }), name: regionName(region) }] : []),
        ]}
      >
        {children}
      </PageHead>
      <p class="quiet">{said.why}</p>
      <div class="release-where">
        <Select
          label={said.where}
          value={region ?? ''}
          choices={[
            ...(region && !regionByCode(region) ? [{ value: region, label: regionName(region) }] : []),
            { value: '', label: said.country },
            ...byName.map((each) => ({ value: each.code, label: each[locale] })),
          ]}
          onValue={(code) => {
            const { region: _, ...rest } = place;
            here.go({ ...rest, ...(code !== '' && { region: code }) }, true);
          }}
        />
      </div>
    </>
  );
}

/** `isOld`: what is shown answers the question before. */
function WithSources({ release, isOld }: { release: Release; isOld: boolean }) {
  const { locale, texts } = useReportTexts();
  const [lit, setLit] = useState<number>();
  const said = texts.release;
  const parts = {
    ru: marked(
      release.text.ru,
      release.sources.map(({ shown }) => shown),
    ),
    en: marked(
      release.text.en,
      release.sources.map(({ shownEn }) => shownEn),
    ),
  };
  return (
    <div class="release">
      <div class="release-texts">
        {LANGUAGES.map((language) => (
          <section key={language} class="panel" aria-label={said.languages[language]}>
            <div class="panel-head">
              <h2>{said.languages[language]}</h2>
              <Copy text={release.text[language]} label={said.languages[language]} isOld={isOld} />
            </div>
            <p class="release-text" lang={language}>
              {parts[language].map((part, index) => (
                <Part key={index} part={part} lit={lit} onLit={setLit} />
              ))}
            </p>
          </section>
        ))}
      </div>
      <section class="panel" aria-labelledby="release-sources">
        <h2 id="release-sources">{said.sources}</h2>
        <p class="hint">{said.sourcesWhy}</p>
        <ol class="sources">
          {release.sources.map(({ shown, shownEn, measure, counted }, index) => (
            <li
              key={`${measure} ${shown}`}
              id={`source-${index}`}
              class={lit === index ? 'source is-lit' : 'source'}
              onMouseEnter={() => setLit(index)}
              onMouseLeave={() => setLit(undefined)}
            >
              <strong>{locale === 'ru' ? shown : shownEn}</strong>{' '}
              <span class="quiet">{counted[locale]}</span>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

function Part(props: {
  part: MarkedPart;
  lit: number | undefined;
  onLit: (source: number | undefined) => void;
}) {
  const { text, source } = props.part;
  if (source === undefined) return <>{text}</>;
  return (
    <a
      href={`#source-${source}`}
      class={props.lit === source ? 'release-number is-lit' : 'release-number'}
      aria-describedby={`source-${source}`}
      onMouseEnter={() => props.onLit(source)}
      onMouseLeave={() => props.onLit(undefined)}
      onFocus={() => props.onLit(source)}
      onBlur={() => props.onLit(undefined)}
      // The address says where in the reports somebody is, and stays.
      onClick={(event) => {
        event.preventDefault();
        document.getElementById(`source-${source}`)?.scrollIntoView({ block: 'nearest' });
      }}
    >
      {text}
    </a>
  );
}

function Copy({ text, label, isOld }: { text: string; label: string; isOld: boolean }) {
  const { texts } = useReportTexts();
  const { copy, copied, notCopied } = texts.release;
  const [outcome, setOutcome] = useState<{ of: string; said: string }>();
  return (
    <span class="copy">
      <span class="quiet" role="status">
        {outcome?.of === text && outcome.said}
      </span>
      <Button
        label={`${copy}: ${label}`}
        isBusy={isOld}
        busyWords={copy}
        onClick={() =>
          navigator.clipboard.writeText(text).then(
            () => setOutcome({ of: text, said: copied }),
            () => setOutcome({ of: text, said: notCopied }),
          )
        }
      >
        {copy}
      </Button>
    </span>
  );
}

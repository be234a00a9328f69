import { useEffect, useRef, useState } from 'preact/hooks';
import type { AccessReason, CaseEvidence } from '../../../functions/contracts/console.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { ErrorText } from '../../shared/field.tsx';
import type { DownloadAnswer } from '../api.ts';
import { Button, Select } from '../parts.tsx';
import { useAction } from '../use-action.ts';
import { accessReasons } from './access-reasons.ts';
import { isFilm, useCase } from './case-desk.ts';
import { FilmPlayer } from './film-player.tsx';
import { findingWords, placeInFilm, shortMoment } from './words.ts';

interface Props {
  evidence: CaseEvidence;
  reason: AccessReason;
  onReason: (reason: AccessReason) => void;
  /** A reason has been given in this sitting, so that the next file opens at once. */
  isAgreed: boolean;
  onAgreed: () => void;
}

/** A film or a document, shown for a reason. */
export function EvidenceViewer({ evidence, reason, onReason, isAgreed, onAgreed }: Props) {
  const { api, trackingNumber, texts, refresh } = useCase();
  const [address, setAddress] = useState<DownloadAnswer>();
  const { run, isBusy, problem } = useAction();
  const words = texts.files;
  const film = isFilm(evidence);
  const isThere = evidence.status === 'received' && evidence.removedAt === undefined;

  const fetchAddress = async (): Promise<DownloadAnswer> =>
    api.downloadEvidence(trackingNumber, evidence.evidenceId, { reason, use: 'watch' });
  const show = () =>
    run(async () => {
      setAddress(await fetchAddress());
      onAgreed();
      await refresh();
    });
  const keep = () =>
    run(async () => {
      const { url } = await api.downloadEvidence(trackingNumber, evidence.evidenceId, {
        reason,
        use: 'keep',
      });
      const link = document.createElement('a');
      link.href = url;
      link.rel = 'noreferrer';
      link.click();
      await refresh();
    });
  const wasAgreed = useRef(isAgreed);
  useEffect(() => {
    if (wasAgreed.current && isThere) void show();
  }, []);

  if (!isThere)
    return <p class="quiet viewer-empty">{evidence.removedAt ? words.removed : words.underWay}</p>;
  return (
    <>
      <div class="viewer-head">
        <h2 title={evidence.fileName}>{evidence.fileName}</h2>
        <Select
          label={words.reason}
          value={reason}
          choices={accessReasons.map((value) => ({ value, label: texts.accessReasons[value] }))}
          onValue={onReason}
        />
        <Button kind="quiet" isBusy={isBusy} onClick={keep}>
          {words.download}
        </Button>
      </div>
      {address ? (
        film ? (
          <FilmPlayer evidence={evidence} first={address} renew={fetchAddress} />
        ) : (
          <DocumentPreview evidence={evidence} url={address.url} />
        )
      ) : (
        <div class="viewer-door">
          <button
            type="button"
            class="button button-main"
            data-key="film"
            aria-disabled={isBusy ? 'true' : undefined}
            onClick={() => void show()}
          >
            {film ? words.watch : words.open}
          </button>
          <p class="quiet">{words.recorded}</p>
          <Bookmarks evidence={evidence} />
        </div>
      )}
      {problem && <ErrorText>{problem}</ErrorText>}
      <CheckOfFile evidence={evidence} />
    </>
  );
}

/** What colleagues have marked can be read without looking at the film, which would be recorded. */
function Bookmarks({ evidence: { bookmarks = [] } }: { evidence: CaseEvidence }) {
  const { texts } = useCase();
  if (bookmarks.length === 0) return null;
  return (
    <ul class="bookmarks" aria-label={texts.player.bookmarks}>
      {[...bookmarks]
        .sort((one, other) => one.second - other.second)
        .map(({ second, note, by }) => (
          <li key={second}>
            <span class="number">{placeInFilm(second)}</span> {note}
            {by.id && <span class="quiet"> {by.id}</span>}
          </li>
        ))}
    </ul>
  );
}

/** What the server found out by itself; none of it decides anything. */
function CheckOfFile({ evidence }: { evidence: CaseEvidence }) {
  const { texts, labels, locale, view } = useCase();
  const words = texts.files;
  if (!evidence.check) return <p class="check-line quiet">{words.notChecked}</p>;
  const { alarms, remarks } = findingWords(evidence, labels);
  const { recordedAt, width, height } = evidence.check;
  const facts = [
    ...(alarms.length > 0 ? remarks : []),
    recordedAt &&
      render(words.recordedAt, { date: shortMoment(recordedAt, view.policy.office.timeZone, locale) }),
    width && height && `${width}×${height}`,
  ].filter(Boolean);
  return (
    <p class="check-line">
      <span class="quiet">{words.findings}: </span>
      {alarms.length > 0 ? (
        <strong class="findings">{alarms.join('. ')}.</strong>
      ) : remarks.length > 0 ? (
        <span class="quiet">{remarks.join('. ')}</span>
      ) : (
        <span class="good">{words.noFindings}</span>
      )}
      {facts.length > 0 && <span class="quiet"> · {facts.join(' · ')}</span>}
    </p>
  );
}

function DocumentPreview({ evidence, url }: { evidence: CaseEvidence; url: string }) {
  const { texts } = useCase();
  const [isBroken, setBroken] = useState(false);
  const [pdf, setPdf] = useState<string>();
  const isPdf = evidence.contentType === 'application/pdf';
  useEffect(() => {
    if (!isPdf) return;
    let own: string | undefined;
    let isGone = false;
    // The host of the files lets nothing run, the browser's viewer of PDFs neither: so the page fetches it.
    fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' })
      .then(async (response) => {
        if (!response.ok) throw new Error('No PDF.');
        own = URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: 'application/pdf' }));
        if (isGone) URL.revokeObjectURL(own);
        else setPdf(own);
      })
      .catch(() => setBroken(true));
    return () => {
      isGone = true;
      if (own) URL.revokeObjectURL(own);
    };
  }, [url, isPdf]);
  const label = render(texts.files.picture, { name: evidence.fileName });
  const isPicture = /^image\/(?:jpeg|png|webp)$/.test(evidence.contentType);
  if (isBroken || !(isPicture || isPdf)) return <p class="quiet viewer-empty">{texts.files.notShown}</p>;
  if (isPdf)
    return pdf ? (
      <iframe class="preview" title={label} src={`${pdf}#navpanes=0&view=FitH`} />
    ) : (
      <div class="preview" />
    );
  return (
    <div class="preview preview-picture">
      <a href={url} target="_blank" rel="noreferrer">
        <img src={url} alt={label} onError={() => setBroken(true)} />
      </a>
    </div>
  );
}

import { useState } from 'preact/hooks';
import type { AccessReason, CaseEvidence } from '../../../functions/contracts/console.ts';
import type { DocumentKind } from '../../../functions/contracts/primitives.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatSize } from '../../../functions/messages/format.ts';
import { ErrorText } from '../../shared/field.tsx';
import { Select } from '../parts.tsx';
import { useAction } from '../use-action.ts';
import { likelyReason } from './access-reasons.ts';
import { isFilm, useCase } from './case-desk.ts';
import { CaseUpload } from './case-upload.tsx';
import { documentKindNames } from './document-kinds.ts';
import { EvidenceViewer } from './evidence-viewer.tsx';
import { LetterEditor } from './letter-editor.tsx';
import { findingWords, placeInFilm, shortMoment } from './words.ts';

/** What the customer has sent, to be looked at; a letter stands here too while it is written. */
export function FilesColumn() {
  const { view, claim, viewing, texts } = useCase();
  // One reason for what is looked at in one sitting; changed where it is shown.
  const [reason, setReason] = useState<AccessReason>(() => likelyReason(claim, 'evidence'));
  const [isAgreed, setAgreed] = useState(false);
  const letter = viewing?.kind === 'letter' && view.letters.find(({ letterId }) => letterId === viewing.id);
  const evidence =
    viewing?.kind === 'evidence'
      ? view.evidence.find(({ evidenceId }) => evidenceId === viewing.id)
      : undefined;
  if (letter) return <LetterEditor key={letter.letterId} letter={letter} />;
  return (
    <>
      <section class="viewer" aria-label={texts.files.title}>
        {evidence ? (
          <EvidenceViewer
            key={evidence.evidenceId}
            evidence={evidence}
            reason={reason}
            onReason={setReason}
            isAgreed={isAgreed}
            onAgreed={() => setAgreed(true)}
          />
        ) : (
          <p class="quiet viewer-empty">{view.evidence.length > 0 ? texts.files.choose : texts.files.none}</p>
        )}
      </section>
      <FileList />
      <CaseUpload />
    </>
  );
}

function FileList() {
  const { view, texts } = useCase();
  const films = view.evidence.filter(isFilm);
  const documents = view.evidence.filter((each) => !isFilm(each));
  return (
    <div class="files">
      {films.length > 0 && <h2>{texts.files.films}</h2>}
      <ul class="file-list">
        {films.map((each) => (
          <FileLine key={each.evidenceId} evidence={each} />
        ))}
      </ul>
      {documents.length > 0 && <h2>{texts.files.documents}</h2>}
      <ul class="file-list">
        {documents.map((each) => (
          <FileLine key={each.evidenceId} evidence={each} />
        ))}
      </ul>
    </div>
  );
}

function FileLine({ evidence }: { evidence: CaseEvidence }) {
  const { viewing, look, texts, locale, labels, view } = useCase();
  const words = texts.files;
  const isShown = viewing?.kind === 'evidence' && viewing.id === evidence.evidenceId;
  const isThere = evidence.status === 'received' && evidence.removedAt === undefined;
  const { alarms } = findingWords(evidence, labels);
  const details = [
    evidence.check?.durationSeconds !== undefined && placeInFilm(evidence.check.durationSeconds),
    evidence.size !== undefined && formatSize(evidence.size, locale),
    evidence.removedAt !== undefined
      ? words.removed
      : evidence.receivedAt
        ? render(words.received, {
            date: shortMoment(evidence.receivedAt, view.policy.office.timeZone, locale),
          })
        : words.underWay,
    evidence.filedBy?.id && render(words.filedBy, { name: evidence.filedBy.id }),
  ].filter(Boolean);
  return (
    <li class={isShown ? 'file is-shown' : 'file'}>
      <div class="file-line">
        {isThere ? (
          <button
            type="button"
            class="link file-name"
            aria-current={isShown ? 'true' : undefined}
            onClick={() => look({ kind: 'evidence', id: evidence.evidenceId })}
          >
            {evidence.fileName}
          </button>
        ) : (
          <span class="file-name quiet">{evidence.fileName}</span>
        )}
        {!isFilm(evidence) && isThere && <NameDocument evidence={evidence} />}
      </div>
      <span class="quiet">{details.join(' · ')}</span>
      {alarms.length > 0 && <span class="findings">{alarms.join('. ')}.</span>}
    </li>
  );
}

/** What a document shows is what the checklist goes by. */
function NameDocument({ evidence }: { evidence: CaseEvidence }) {
  const { api, trackingNumber, put, texts } = useCase();
  const { run, problem } = useAction();
  const choices = [
    ...(evidence.documentKind ? [] : [{ value: '' as const, label: texts.files.unnamed }]),
    ...documentKindNames.map((value) => ({ value, label: texts.documentKinds[value] })),
  ];
  return (
    <>
      <Select<DocumentKind | ''>
        label={texts.files.shows}
        value={evidence.documentKind ?? ''}
        choices={choices}
        onValue={(value) => {
          if (value === '') return;
          void run(async () => put(await api.nameDocument(trackingNumber, evidence.evidenceId, value)));
        }}
      />
      {problem && <ErrorText>{problem}</ErrorText>}
    </>
  );
}

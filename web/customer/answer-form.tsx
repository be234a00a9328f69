import { useEffect, useState } from 'preact/hooks';
import type { DocumentKind } from '../../functions/contracts/primitives.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { formatSize } from '../../functions/messages/format.ts';
import { ErrorText, Field } from '../shared/field.tsx';
import { useStore } from '../shared/use-store.ts';
import type { ClaimProps } from './claim-status.tsx';
import { useKept } from './kept.ts';
import { Button, FileButton } from './parts.tsx';
import { useLanguage } from './texts.ts';
import { UploadLine } from './upload-line.tsx';
import { useAction } from './use-action.ts';

const LONGEST_ANSWER = 4_000;

/** Words, photos or files, right where the question stands. The files go up while the answer is being written. */
export function AnswerForm({ api, policy, claim, uploads, onChanged }: ClaimProps) {
  const { locale, texts } = useLanguage();
  const [answer, setAnswer, dropAnswer] = useKept(`answer-${claim.claimId}`, '');
  /** Documents that go along, by their uploads' ids: those that arrived, also before a reload. */
  const [attached, setAttached, dropAttached] = useKept<string[]>(`attached-${claim.claimId}`, []);
  const [chosen, setChosen] = useState<{ key: string; kind: DocumentKind | undefined }[]>([]);
  const sending = useAction();
  const lines = useStore(uploads.lines).filter((line) => chosen.some(({ key }) => key === line.key));
  const asked = claim.requestedDocuments ?? [];
  /** Of a document that was asked for, or else of none of these. */
  const isFor = (kind: DocumentKind | undefined, wanted: DocumentKind | undefined) =>
    wanted === undefined ? !asked.some((each) => each.kind === kind) : kind === wanted;
  const limits = policy.documents;
  const attach = (files: File[], kind?: DocumentKind) => {
    for (const file of files) {
      const name = { name: file.name };
      const type = typeOfDocument(file);
      if (file.size === 0) return sending.setProblem(texts.video.wrong.empty);
      if (!type || !limits.acceptedTypes.includes(type))
        return sending.setProblem(render(texts.documents.wrongType, name));
      if (file.size > limits.maximumBytes) {
        const size = formatSize(limits.maximumBytes, locale);
        return sending.setProblem(render(texts.documents.tooLarge, { ...name, size }));
      }
      sending.setProblem(undefined);
      const key = uploads.send({ file, contentType: type, purpose: 'document', documentKind: kind });
      setChosen((before) => [...before, { key, kind }]);
    }
  };
  const arrived = lines.flatMap(({ state }) =>
    state.phase === 'done' && state.uploadId ? [state.uploadId] : [],
  );
  useEffect(() => {
    const all = new Set([...attached, ...arrived]);
    if (all.size > attached.length) setAttached([...all]);
  }, [arrived.join()]);
  const shown = new Set(lines.map(({ state }) => state.uploadId));
  const before = policy.uploads.filter(
    ({ uploadId, status }) => attached.includes(uploadId) && status === 'received' && !shown.has(uploadId),
  );
  const send = () =>
    sending.run(async () => {
      const given = answer.trim();
      if (lines.some(({ state }) => state.phase !== 'done' && state.phase !== 'failed'))
        return sending.setProblem(texts.answer.waitForFiles);
      const documents = [...new Set([...before.map(({ uploadId }) => uploadId), ...arrived])];
      if (given === '' && documents.length === 0) return sending.setProblem(texts.answer.empty);
      await api.answer(claim.claimId, {
        ...(given !== '' && { answer: given }),
        ...(documents.length > 0 && { documents }),
      });
      await onChanged(texts.answer.sent);
      dropAnswer();
      dropAttached();
    });
  const accept = limits.acceptedTypes.join(',');
  const filesFor = (wanted: DocumentKind | undefined) => (
    <>
      {before
        .filter(({ documentKind }) => isFor(documentKind, wanted))
        .map(({ uploadId, fileName }) => (
          <p key={uploadId}>{render(texts.answer.attached, { name: fileName })}</p>
        ))}
      {lines
        .filter(({ key }) => isFor(chosen.find((each) => each.key === key)?.kind, wanted))
        .map((line) => (
          <UploadLine key={line.key} line={line} policy={policy} uploads={uploads} />
        ))}
    </>
  );
  return (
    <div class="inside">
      <Field
        name="answer"
        rows={4}
        maxLength={LONGEST_ANSWER}
        label={texts.answer.field}
        value={answer}
        onValue={setAnswer}
      />
      {asked.length > 0 && (
        <section class="asked" aria-labelledby={`asked-${claim.claimId}`}>
          <h3 id={`asked-${claim.claimId}`}>{texts.answer.asked}</h3>
          <ul>
            {asked.map(({ kind, label, hint, received }) => (
              <li key={kind} class={received ? 'asked-here' : ''}>
                <p class="asked-name">
                  {label}
                  {received && <span class="asked-mark">{texts.answer.here}</span>}
                </p>
                <p class="hint">{hint}</p>
                {filesFor(kind)}
                <FileButton accept={accept} multiple onFiles={(files) => attach(files, kind)}>
                  {received ? texts.answer.attachMore : texts.answer.attach}
                  <span class="only-read-out">: {label}</span>
                </FileButton>
              </li>
            ))}
          </ul>
        </section>
      )}
      {filesFor(undefined)}
      <FileButton accept={accept} multiple onFiles={(files) => attach(files)}>
        {asked.length > 0 ? texts.answer.otherFiles : texts.answer.files}
      </FileButton>
      <p class="hint">{render(texts.answer.filesHint, { size: formatSize(limits.maximumBytes, locale) })}</p>
      {sending.problem && <ErrorText>{sending.problem}</ErrorText>}
      <div class="buttons">
        <Button onClick={send} isBusy={sending.isBusy}>
          {texts.answer.send}
        </Button>
      </div>
    </div>
  );
}

/** Some phones do not name the type of a HEIC photo; its ending does. */
function typeOfDocument(file: File): string | undefined {
  if (file.type !== '') return file.type;
  const ending = /\.(heic|heif|jpe?g|png|webp|pdf)$/i.exec(file.name)?.[1]?.toLowerCase();
  if (!ending) return undefined;
  if (ending === 'pdf') return 'application/pdf';
  return `image/${ending === 'jpg' ? 'jpeg' : ending}`;
}

import { useState } from 'preact/hooks';
import { render } from '../../functions/messages/fill-text.ts';
import { formatSize } from '../../functions/messages/format.ts';
import type { ClaimProps } from './claim-status.tsx';
import { Button, ErrorText, Field, FileButton, useAction, useStore } from './parts.tsx';
import { useLanguage } from './texts.ts';
import { UploadLine } from './upload-line.tsx';

const LONGEST_ANSWER = 4_000;

/** Words, photos or files, right where the question stands. The files go up while the answer is being written. */
export function AnswerForm({ api, policy, claim, uploads, onChanged }: ClaimProps) {
  const { locale, texts } = useLanguage();
  const [answer, setAnswer] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const sending = useAction();
  const lines = useStore(uploads.lines).filter((line) => chosen.includes(line.key));
  const limits = policy.documents;
  const attach = (files: File[]) => {
    for (const file of files) {
      const name = { name: file.name };
      const type = typeOfDocument(file);
      if (!type || !limits.acceptedTypes.includes(type))
        return sending.setProblem(render(texts.documents.wrongType, name));
      if (file.size > limits.maximumBytes) {
        const size = formatSize(limits.maximumBytes, locale);
        return sending.setProblem(render(texts.documents.tooLarge, { ...name, size }));
      }
      sending.setProblem(undefined);
      const key = uploads.send({ file, contentType: type, purpose: 'document' });
      setChosen((before) => [...before, key]);
    }
  };
  const send = () =>
    sending.run(async () => {
      const given = answer.trim();
      const documents = lines.flatMap(({ state }) =>
        state.phase === 'done' ? [state.uploadId as string] : [],
      );
      if (lines.some(({ state }) => state.phase !== 'done' && state.phase !== 'failed'))
        return sending.setProblem(texts.answer.waitForFiles);
      if (given === '' && documents.length === 0) return sending.setProblem(texts.answer.empty);
      await api.answer(claim.claimId, {
        ...(given !== '' && { answer: given }),
        ...(documents.length > 0 && { documents }),
      });
      await onChanged(texts.answer.sent);
    });
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
      <FileButton accept={limits.acceptedTypes.join(',')} multiple onFiles={attach}>
        {texts.answer.files}
      </FileButton>
      <p class="hint">{render(texts.answer.filesHint, { size: formatSize(limits.maximumBytes, locale) })}</p>
      {lines.map((line) => (
        <UploadLine key={line.key} line={line} policy={policy} />
      ))}
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

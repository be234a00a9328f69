import { useState } from 'preact/hooks';
import type { DocumentKind } from '../../../functions/contracts/primitives.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { NoAnswer, Refused } from '../../shared/refused.ts';
import { Button, Select } from '../parts.tsx';
import { useLanguage } from '../texts.ts';
import { isOpen, useCase } from './case-desk.ts';
import { documentKindNames } from './document-kinds.ts';
import { type DocumentUpload, sendDocument } from './send-document.ts';

const ACCEPTED = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif', 'application/pdf'];

type Sending =
  | { kind: 'under-way'; share: number; upload: DocumentUpload }
  | { kind: 'failed'; why: string; upload: DocumentUpload }
  | { kind: 'done'; name: string };

/** Files what the customer brought otherwise, or what came with a letter. */
export function CaseUpload() {
  const { texts, api, trackingNumber, refresh, look, view } = useCase();
  const general = useLanguage().texts;
  const words = texts.files;
  const [documentKind, setDocumentKind] = useState<DocumentKind>('receipt');
  const [sending, setSending] = useState<Sending>();
  const send = async (upload: DocumentUpload) => {
    setSending({ kind: 'under-way', share: 0, upload });
    try {
      const evidenceId = await sendDocument(api, trackingNumber, upload, (share) =>
        setSending({ kind: 'under-way', share, upload }),
      );
      setSending({ kind: 'done', name: upload.file.name });
      await refresh();
      look({ kind: 'evidence', id: evidenceId });
    } catch (error) {
      const why =
        error instanceof Refused
          ? error.message
          : error instanceof NoAnswer && error.isFault
            ? general.line.notDone
            : general.line.notSent;
      setSending({ kind: 'failed', why, upload });
    }
  };
  if (!view.claims.some(isOpen)) return null;
  return (
    <section class="case-upload" aria-label={words.upload}>
      <Select
        label={words.upload}
        value={documentKind}
        choices={documentKindNames.map((value) => ({ value, label: texts.documentKinds[value] }))}
        onValue={setDocumentKind}
      />
      <label class="button button-small file-button">
        <input
          type="file"
          accept={ACCEPTED.join(',')}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            if (!file) return;
            if (ACCEPTED.includes(file.type)) void send({ file, documentKind, sentParts: new Set() });
            else
              setSending({
                kind: 'failed',
                why: words.wrongType,
                upload: { file, documentKind, sentParts: new Set() },
              });
            event.currentTarget.value = '';
          }}
        />
        <span>{words.uploadChoose}</span>
      </label>
      <span role="status" class="upload-state">
        {sending?.kind === 'under-way' && (
          <>
            {render(words.uploading, {
              name: sending.upload.file.name,
              percent: String(Math.round(sending.share * 100)),
            })}{' '}
            <progress max={1} value={sending.share} aria-label={sending.upload.file.name} />
          </>
        )}
        {sending?.kind === 'done' && render(words.uploaded, { name: sending.name })}
        {sending?.kind === 'failed' && (
          <span class="error">
            {render(words.uploadFailed, { name: sending.upload.file.name, why: sending.why })}
          </span>
        )}
      </span>
      {sending?.kind === 'failed' && ACCEPTED.includes(sending.upload.file.type) && (
        <Button onClick={() => send(sending.upload)}>{words.uploadAgain}</Button>
      )}
    </section>
  );
}

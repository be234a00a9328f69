import { useState } from 'preact/hooks';
import type { CustomerPolicy } from '../../functions/contracts/customer.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { formatSize } from '../../functions/messages/format.ts';
import { ErrorText } from '../shared/field.tsx';
import { typeOfFilm, type WrongFile, wrongWithFilm } from './films.ts';
import { FileButton } from './parts.tsx';
import { useLanguage } from './texts.ts';
import type { Uploads } from './uploads.ts';

/** Chooses a film, or films with the phone's own camera, and says at once when it cannot be taken. */
export function FilmFileButton(props: {
  policy: CustomerPolicy;
  uploads: Uploads;
  kind?: 'main' | 'other';
  /** Opens the camera where the phone has one. */
  isCamera?: boolean;
  onSent?: () => void;
  label: string;
}) {
  const { policy, uploads, onSent } = props;
  const { locale, texts } = useLanguage();
  const [wrong, setWrong] = useState<WrongFile>();
  const choose = ([file]: File[]) => {
    if (!file) return;
    const found = wrongWithFilm(file, policy);
    setWrong(found);
    if (found) return;
    uploads.send({ file, contentType: typeOfFilm(file), purpose: 'film' });
    onSent?.();
  };
  return (
    <>
      <FileButton
        kind={props.kind ?? 'other'}
        accept="video/*"
        isCamera={props.isCamera ?? false}
        onFiles={choose}
      >
        {props.label}
      </FileButton>
      {wrong && (
        <ErrorText>
          {render(texts.video.wrong[wrong], { size: formatSize(policy.film.maximumBytes, locale) })}
        </ErrorText>
      )}
    </>
  );
}

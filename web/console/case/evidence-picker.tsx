import type { CitedFile } from '../../../functions/contracts/case.ts';
import { ErrorText, Field } from '../../shared/field.tsx';
import type { FormPartProps } from './action-form.tsx';
import { receivedFiles, useCase } from './case-desk.ts';
import { placeInFilm } from './words.ts';

const isSame = (one: CitedFile, other: CitedFile) =>
  one.evidenceId === other.evidenceId && one.second === other.second;

/** What a decision rests on: files, moments of films that somebody has marked, and words. */
export function EvidencePicker({ claim, values, change, wrong }: FormPartProps) {
  const { view, texts } = useCase();
  const words = texts.form;
  const files = receivedFiles(view, claim.policyId);
  const isMissing = wrong.includes('evidenceMissing');
  const choose = (file: CitedFile, isChosen: boolean) =>
    change({
      files: isChosen
        ? [...values.files, file].slice(0, 20)
        : values.files.filter((each) => !isSame(each, file)),
    });
  const isChosen = (file: CitedFile) => values.files.some((each) => isSame(each, file));
  return (
    <fieldset class={isMissing ? 'part part-wrong' : 'part'}>
      <legend>{words.evidence}</legend>
      {isMissing && <ErrorText>{words.evidenceMissing}</ErrorText>}
      {files.map(({ evidenceId, fileName, bookmarks = [] }) => (
        <div key={evidenceId}>
          <label class="check">
            <input
              type="checkbox"
              checked={isChosen({ evidenceId })}
              onChange={(event) => choose({ evidenceId }, event.currentTarget.checked)}
            />
            <span>{fileName}</span>
          </label>
          {[...bookmarks]
            .sort((one, other) => one.second - other.second)
            .map(({ second, note }) => (
              <label key={second} class="check check-inner">
                <input
                  type="checkbox"
                  checked={isChosen({ evidenceId, second })}
                  onChange={(event) => choose({ evidenceId, second }, event.currentTarget.checked)}
                />
                <span>
                  <span class="number">{placeInFilm(second)}</span> {note}
                </span>
              </label>
            ))}
        </div>
      ))}
      <Field
        label={words.evidenceWords}
        hint={words.evidenceWordsHint}
        name="evidence-words"
        rows={2}
        value={values.words}
        onValue={(text) => change({ words: text })}
        error={wrong.includes('evidenceLong') ? words.evidenceLong : undefined}
      />
    </fieldset>
  );
}

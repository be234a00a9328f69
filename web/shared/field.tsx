import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface FieldProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  value: string;
  onValue: (value: string) => void;
  rows?: number;
  inputMode?: 'numeric' | 'decimal' | 'text' | 'tel';
  autoComplete?: string;
  maxLength?: number;
  name: string;
}

/** One question: its label above, its hint below the label, its error tied to it for every reader. */
export function Field(props: FieldProps) {
  const id = useId();
  const described = [props.hint && `${id}-hint`, props.error && `${id}-error`].filter(Boolean).join(' ');
  const common = {
    id,
    name: props.name,
    value: props.value,
    'aria-invalid': props.error ? ('true' as const) : undefined,
    'aria-describedby': described || undefined,
    onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      props.onValue(event.currentTarget.value),
    ...(props.maxLength && { maxLength: props.maxLength }),
  };
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {props.hint && (
        <p id={`${id}-hint`} class="hint">
          {props.hint}
        </p>
      )}
      {props.rows ? (
        <textarea rows={props.rows} {...common} />
      ) : (
        <input
          type="text"
          inputMode={props.inputMode ?? 'text'}
          autoComplete={props.autoComplete ?? 'off'}
          {...common}
        />
      )}
      {props.error && <ErrorText id={`${id}-error`}>{props.error}</ErrorText>}
    </div>
  );
}

export function ErrorText(props: { id?: string; children: ComponentChildren }) {
  return (
    <p id={props.id} class="error" role="alert">
      {props.children}
    </p>
  );
}

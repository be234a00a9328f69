import type { ComponentChildren, Ref, RefObject } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { ErrorText } from '../shared/field.tsx';
import { useLanguage } from './texts.ts';

/** The heading of a screen takes the focus when the screen changes, so that a screen reader begins there. */
export function ScreenTitle({ children }: { children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} class="screen-title">
      {children}
    </h1>
  );
}

export function Card(props: {
  tone?: 'calm' | 'act' | 'good' | 'stop';
  within?: Ref<HTMLElement>;
  children: ComponentChildren;
}) {
  return (
    <section ref={props.within ?? null} class={`card card-${props.tone ?? 'calm'}`}>
      {props.children}
    </section>
  );
}

interface ButtonProps {
  kind?: 'main' | 'other' | 'quiet';
  isBusy?: boolean;
  onClick: () => unknown;
  children: ComponentChildren;
}

export function Button({ kind = 'main', isBusy = false, onClick, children }: ButtonProps) {
  const { texts } = useLanguage();
  return (
    <button
      type="button"
      class={`button button-${kind}`}
      aria-disabled={isBusy ? 'true' : undefined}
      onClick={() => void onClick()}
    >
      {isBusy ? texts.sending : children}
    </button>
  );
}

/**
 * A button that opens something in its place. What opened takes the focus, so that a reader who sees no screen is
 * led there, and the button has it again when that has closed. A question takes it as a whole: pressing twice must
 * not answer it.
 */
export function Opening(props: {
  label: string;
  kind?: ButtonProps['kind'];
  /** What was begun before a reload stands open. */
  isOpenFirst?: boolean;
  children: (close: () => void) => ComponentChildren;
}) {
  const place = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(props.isOpenFirst ?? false);
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    if (isOpen === wasOpen.current) return;
    wasOpen.current = isOpen;
    place.current?.querySelector<HTMLElement>('[role="group"], input, textarea, button')?.focus();
  }, [isOpen]);
  return (
    <div ref={place} class="opening">
      {isOpen ? (
        props.children(() => setOpen(false))
      ) : (
        <Button {...(props.kind && { kind: props.kind })} onClick={() => setOpen(true)}>
          {props.label}
        </Button>
      )}
    </div>
  );
}

/** Asks before something that cannot be undone. */
export function Question({ text, children }: { text: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and this has none
    <div class="sure" role="group" aria-label={text} tabIndex={-1}>
      <p>{text}</p>
      {children}
    </div>
  );
}

/** Chooses files with a control that looks like the other buttons and is a real file field for every reader. */
export function FileButton(props: {
  kind?: 'main' | 'other';
  accept: string;
  multiple?: boolean;
  isCamera?: boolean;
  onFiles: (files: File[]) => void;
  children: ComponentChildren;
}) {
  return (
    <label class={`button button-${props.kind ?? 'other'} file-button`}>
      <input
        type="file"
        accept={props.accept}
        multiple={props.multiple}
        {...(props.isCamera && { capture: 'environment' as const })}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // The same file may be chosen again after a failure.
          event.currentTarget.value = '';
          if (files.length > 0) props.onFiles(files);
        }}
      />
      <span>{props.children}</span>
    </label>
  );
}

/** A choice of one among several, with its error. */
export function Choices<Value extends string>(props: {
  legend: string;
  name: string;
  value: Value | undefined;
  onValue: (value: Value) => void;
  choices: readonly { value: Value; label: string; detail?: string }[];
  error?: string | undefined;
}) {
  const id = useId();
  return (
    <fieldset
      class={props.error ? 'choices choices-wrong' : 'choices'}
      aria-describedby={props.error ? `${id}-error` : undefined}
    >
      <legend>{props.legend}</legend>
      {props.error && <ErrorText id={`${id}-error`}>{props.error}</ErrorText>}
      {props.choices.map(({ value, label, detail }) => (
        <label key={value} class="choice">
          <input
            type="radio"
            name={props.name}
            value={value}
            checked={props.value === value}
            onChange={() => props.onValue(value)}
          />
          <span class="choice-text">
            <span class="choice-label">{label}</span>
            {detail && <span class="choice-detail">{detail}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/**
 * Leads to the first wrong answer, which may stand far above the button that was pressed: there its error is read
 * out, and can be put right at once. Call what it returns after the errors were asked to be shown.
 */
export function useWayToWrong(): { within: RefObject<HTMLDivElement | null>; lead: () => void } {
  const within = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (asked === 0) return;
    within.current?.querySelector<HTMLElement>('[aria-invalid="true"], .choices-wrong input')?.focus();
  }, [asked]);
  return { within, lead: () => setAsked((before) => before + 1) };
}

import type { ComponentChildren, Ref } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useLanguage } from './texts.ts';

/** The heading of a screen takes the focus when the screen changes, so that a screen reader begins there. */
export function ScreenTitle({ children }: { children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Whoever types already, in the search, goes on typing.
    if (!(document.activeElement instanceof HTMLInputElement))
      heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} class="screen-title">
      {children}
    </h1>
  );
}

export interface ButtonProps {
  kind?: 'main' | 'other' | 'quiet' | 'stop';
  isBusy?: boolean;
  /** What it says while it is busy, where that is not sending. */
  busyWords?: string;
  /** Shown on the button: what can be pressed instead. */
  hotkey?: string;
  within?: Ref<HTMLButtonElement>;
  label?: string;
  onClick: () => unknown;
  children: ComponentChildren;
}

export function Button({ kind = 'other', isBusy = false, onClick, children, ...more }: ButtonProps) {
  const { texts } = useLanguage();
  return (
    <button
      type="button"
      ref={more.within ?? null}
      class={`button button-${kind}`}
      aria-label={more.label}
      aria-disabled={isBusy ? 'true' : undefined}
      onClick={() => {
        if (!isBusy) void onClick();
      }}
    >
      {isBusy ? (more.busyWords ?? texts.sending) : children}
      {more.hotkey && !isBusy && (
        <span class="hotkey" aria-hidden="true">
          {more.hotkey}
        </span>
      )}
    </button>
  );
}

export function Select<Value extends string>(props: {
  label: string;
  value: Value;
  choices: readonly { value: Value; label: string }[];
  onValue: (value: Value) => void;
}) {
  const id = useId();
  return (
    <span class="select">
      <label for={id}>{props.label}</label>
      <select
        id={id}
        value={props.value}
        onChange={(event) => props.onValue(event.currentTarget.value as Value)}
      >
        {props.choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </span>
  );
}

/**
 * A dialog of the browser's own: it keeps the focus inside, is closed with Escape, and gives the focus back to where
 * it was.
 */
export function Dialog(props: {
  title: string;
  isAlert?: boolean;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      dialog.current?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={id}
      role={props.isAlert ? 'alertdialog' : undefined}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
    >
      <h2 id={id}>{props.title}</h2>
      {props.children}
    </dialog>
  );
}

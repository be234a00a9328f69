import { useEffect, useRef } from 'preact/hooks';
import { createStore } from '../shared/store.ts';

export interface Shortcut {
  /**
   * The place of the key, as `KeyboardEvent.code` names it: in the Russian layout the same key gives another letter,
   * and whoever types in Russian all day does not switch to move down a list.
   */
  code: string;
  /** Together with Alt, so that it also works while something is typed. */
  alt?: boolean;
  shift?: boolean;
  /** As the help shows it. */
  label: string;
  /** False for the second of a pair that the help tells in one line: «← →». */
  isTold?: false;
  does: string;
  run: () => void;
}

const KEPT_AS = 'console-single-keys';

/** What can be pressed now, the latest screen first. The help is this list. */
export const shortcuts = createStore<readonly Shortcut[]>([]);
/** People who speak to their computer press letters without meaning to; they can do without them. */
export const singleKeys = createStore<boolean>(readSingleKeys());

function readSingleKeys(): boolean {
  try {
    return localStorage.getItem(KEPT_AS) !== 'off';
  } catch {
    return true;
  }
}

export function setSingleKeys(isOn: boolean): void {
  singleKeys.set(isOn);
  try {
    localStorage.setItem(KEPT_AS, isOn ? 'on' : 'off');
  } catch {
    // Then it is chosen again next time.
  }
}

/** These keys work for as long as the component is there. */
export function useShortcuts(given: readonly Shortcut[]): void {
  const latest = useRef(given);
  latest.current = given;
  const mark = given.map(({ code, does }) => `${code} ${does}`).join();
  useEffect(() => {
    const own = latest.current.map((each, index) => ({
      ...each,
      run: () => latest.current[index]?.run(),
    }));
    shortcuts.set([...own, ...shortcuts.get()]);
    return () => shortcuts.set(shortcuts.get().filter((each) => !own.includes(each)));
  }, [mark]);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)));

/** Whatever has the focus and does something of its own with this key: a button is pressed by Space, a choice moved by arrows. */
const isItsOwn = (target: EventTarget | null, code: string): boolean =>
  target instanceof HTMLElement &&
  ((code === 'Space' && target.closest('button, a, summary, input, select') !== null) ||
    (code.startsWith('Arrow') && target.closest('input, select, [role="tab"]') !== null));

/** A key of a letter means its place; «/» and «?» stand elsewhere in each layout, so they are known by what they give. */
const codeOf = ({ key, code }: KeyboardEvent): string => (key === '/' || key === '?' ? key : code);

export function listenForShortcuts(): void {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.defaultPrevented || event.isComposing) return;
    // A dialog keeps the keyboard to itself.
    if (document.querySelector('dialog[open]')) return;
    const code = codeOf(event);
    const found = shortcuts
      .get()
      .find(
        (each) =>
          each.code === code &&
          (each.alt ?? false) === event.altKey &&
          (code === '/' || code === '?' || (each.shift ?? false) === event.shiftKey),
      );
    if (!found) return;
    if (!found.alt && (isTyping(event.target) || isItsOwn(event.target, code) || !singleKeys.get())) return;
    event.preventDefault();
    found.run();
  });
}

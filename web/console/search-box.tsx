import { useRef } from 'preact/hooks';
import { useShortcuts } from './shortcuts.ts';
import { useLanguage } from './texts.ts';

export function SearchBox() {
  const { texts } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  useShortcuts([{ code: '/', label: '/', does: texts.keys.search, run: () => input.current?.focus() }]);
  return (
    <div class="search">
      <input ref={input} type="search" aria-label={texts.keys.search} />
    </div>
  );
}

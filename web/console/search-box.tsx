import { useRef, useState } from 'preact/hooks';
import { ParcelCombobox } from './combobox.tsx';
import { open } from './route.ts';
import { useShortcuts } from './shortcuts.ts';
import { useLanguage } from './texts.ts';

/** On every screen: whatever number somebody has, it leads to its case. */
export function SearchBox() {
  const { texts } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const focus = () => {
    input.current?.focus();
    input.current?.select();
  };
  useShortcuts([
    { code: '/', label: '/', does: texts.keys.search, run: focus },
    { code: 'KeyS', alt: true, label: 'Alt+S', does: texts.keys.search, run: focus },
  ]);
  return (
    <search class="search">
      <ParcelCombobox
        label={texts.search.label}
        placeholder={texts.search.placeholder}
        value={typed}
        onValue={setTyped}
        within={input}
        onChosen={({ trackingNumber, claimId }) => {
          setTyped('');
          input.current?.blur();
          open({ name: 'case', trackingNumber, ...(claimId && { claimId }) });
        }}
      />
    </search>
  );
}

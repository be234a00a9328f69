import { useStore } from '../shared/use-store.ts';
import { Button, Dialog } from './parts.tsx';
import { setSingleKeys, shortcuts, singleKeys } from './shortcuts.ts';
import { useLanguage } from './texts.ts';

/** What can be pressed on the present screen, told by the very list that is listened to. */
export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const { texts } = useLanguage();
  const list = useStore(shortcuts);
  const isOn = useStore(singleKeys);
  return (
    <Dialog title={texts.keys.title} onClose={onClose}>
      <dl class="keys">
        {list.map(({ label, does }) => (
          <div key={`${label} ${does}`}>
            <dt>
              <kbd>{label}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => setSingleKeys(event.currentTarget.checked)}
        />
        <span>
          {texts.keys.single}
          <span class="hint">{texts.keys.singleOff}</span>
        </span>
      </label>
      <Button onClick={onClose}>{texts.close}</Button>
    </Dialog>
  );
}

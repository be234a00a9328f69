import { useStore } from '../shared/use-store.ts';
import { Button, Dialog } from './parts.tsx';
import { setSingleKeys, shortcuts, singleKeys } from './shortcuts.ts';
import { useLanguage } from './texts.ts';

/** What can be pressed on the present screen, told by the very list that is listened to. */
export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const { texts } = useLanguage();
  const all = useStore(shortcuts);
  // The latest screen listens first, so its key is the one that counts.
  const list = all.filter(
    ({ isTold, label }, index) => isTold !== false && all.findIndex((each) => each.label === label) === index,
  );
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

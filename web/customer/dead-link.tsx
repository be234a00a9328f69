import { hotline } from '../../functions/messages/catalogue/service.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { Card, ScreenTitle } from './parts.tsx';
import { CallLink } from './shell.tsx';
import { useLanguage } from './texts.ts';

/** Unknown, expired and revoked links look the same: whoever tries links learns nothing. */
export function DeadLink() {
  const { deadLink } = useLanguage().texts;
  return (
    <Card>
      <ScreenTitle>{deadLink.title}</ScreenTitle>
      <p>{deadLink.why}</p>
      <ul class="list">
        {deadLink.whatToDo.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <CallLink text={render(deadLink.call, { phone: hotline.shown })} />
    </Card>
  );
}

import { Drawing } from './drawings.tsx';
import { useLanguage } from './texts.ts';

export function HowToFilm() {
  const { howToFilm } = useLanguage().texts;
  return (
    <section class="how" aria-labelledby="how-to-film">
      <h2 id="how-to-film">{howToFilm.title}</h2>
      <ol class="steps">
        {howToFilm.steps.map(({ title, detail }, index) => (
          <li key={title} class="step">
            <Drawing index={index} />
            <p>
              <strong>{title}.</strong> {detail}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

import type { CaseClaim } from '../../../functions/contracts/console.ts';
import { Button } from '../parts.tsx';
import { useCase } from './case-desk.ts';
import { Facts } from './facts.tsx';
import { documentWords } from './words.ts';

/** What the terms want to see of this kind of case, what stands in for what, and what is there. */
export function Checklist({ claim }: { claim: CaseClaim }) {
  const { texts, look, view, askFor } = useCase();
  const words = texts.checklist;
  const asked = claim.question?.documents ?? [];
  const missing = claim.checklist.filter(({ metBy }) => metBy.length === 0);
  return (
    <Facts title={texts.facts.documents}>
      {claim.checklist.length === 0 && <p class="quiet">{words.none}</p>}
      <ul class="checklist">
        {claim.checklist.map(({ anyOf, mandatory, metBy }) => {
          const isAsked = metBy.length === 0 && anyOf.some((kind) => asked.includes(kind));
          return (
            <li key={anyOf.join()} class={metBy.length > 0 ? 'is-met' : mandatory ? 'is-missing' : 'is-open'}>
              <span class="tick" aria-hidden="true">
                {metBy.length > 0 ? '✓' : mandatory ? '!' : '○'}
              </span>
              <span>
                {documentWords(anyOf, texts, words.or)}
                <span class="quiet">
                  {' · '}
                  {metBy.length > 0 ? words.met : words.missing}
                  {mandatory && metBy.length === 0 && `, ${words.mandatory}`}
                  {isAsked && `, ${words.asked}`}
                </span>
                {metBy.map((evidenceId) => (
                  <button
                    key={evidenceId}
                    type="button"
                    class="link"
                    onClick={() => look({ kind: 'evidence', id: evidenceId })}
                  >
                    {view.evidence.find((each) => each.evidenceId === evidenceId)?.fileName ?? evidenceId}
                  </button>
                ))}
              </span>
            </li>
          );
        })}
      </ul>
      {missing.length > 0 && claim.allowedActions.includes('ask-for-more') && (
        <Button kind="quiet" onClick={() => askFor(missing.flatMap(({ anyOf }) => anyOf.slice(0, 1)))}>
          {words.ask}
        </Button>
      )}
    </Facts>
  );
}

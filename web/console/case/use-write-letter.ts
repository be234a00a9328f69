import type { CaseClaim } from '../../../functions/contracts/console.ts';
import type { LetterKind } from '../../../functions/contracts/primitives.ts';
import { useAction } from '../use-action.ts';
import { useCase } from './case-desk.ts';

/** Begins a letter from its template, or opens the draft of this kind that there is already. */
export function useWriteLetter(claim: CaseClaim) {
  const { api, trackingNumber, view, look, refresh, setOpenForm } = useCase();
  const { run, isBusy, problem } = useAction();
  const write = (kind: LetterKind) =>
    run(async () => {
      const begun = view.letters.find(
        (each) => each.claimId === claim.claimId && each.kind === kind && each.status === 'draft',
      );
      const letterId =
        begun?.letterId ?? (await api.writeLetter(trackingNumber, claim.claimId, kind)).letterId;
      // Before it is looked at: the editor shows what the case holds.
      if (!begun) await refresh();
      setOpenForm(undefined);
      look({ kind: 'letter', id: letterId });
    });
  return { write, isBusy, problem };
}

import type { CustomerClaim, CustomerPolicy } from '../../functions/contracts/customer.ts';
import { hotline } from '../../functions/messages/catalogue/service.ts';
import { useStore } from '../shared/use-store.ts';
import type { CustomerApi } from './api.ts';
import { ClaimStatus } from './claim-status.tsx';
import { mayFile } from './filing.ts';
import { isFilmed } from './films.ts';
import { HowToFilm } from './how-to-film.tsx';
import { Button, Card } from './parts.tsx';
import { Protection } from './protection.tsx';
import { CallLink } from './shell.tsx';
import { useLanguage } from './texts.ts';
import { Timeline } from './timeline.tsx';
import type { Uploads } from './uploads.ts';
import { VideoCard } from './video-card.tsx';

interface HomeScreenProps {
  api: CustomerApi;
  policy: CustomerPolicy;
  uploads: Uploads;
  /** What was just done, while it is news. */
  told: string | undefined;
  onChanged: (told?: string) => Promise<void>;
  onFilm: () => void;
  onClaim: () => void;
}

/** After these the same event can be claimed once more, unless it was refused and appealed before. */
const MAY_FILE_AGAIN: readonly CustomerClaim['status'][] = ['withdrawn', 'lapsed'];

/** The claim that matters most, or before there is one the protection; the film; everything else below. */
export function HomeScreen({ api, policy, uploads, told, onChanged, onFilm, onClaim }: HomeScreenProps) {
  const { texts } = useLanguage();
  const [main, ...others] = inOrder(policy.claims);
  const shared = { api, policy, uploads, onChanged };
  const isActive = policy.status === 'active';
  const isFilmAwaited = policy.videoRequired && !isFilmed(policy);
  const isSending = useStore(uploads.lines).some(
    ({ state }) => state.purpose === 'film' && state.phase !== 'done',
  );
  const mayFilmHelp = !main || main.deadline || main.allowedActions.includes('appeal') || isFilmAwaited;
  const video = ((isActive && mayFilmHelp) || isSending) && (
    <VideoCard policy={policy} uploads={uploads} onFilm={onFilm} />
  );
  const isFilmNext = main?.status === 'awaiting-video';
  return (
    <>
      {told && (
        <p class="told" role="status">
          {told}
        </p>
      )}
      {main ? (
        <ClaimStatus key={main.claimId} {...shared} claim={main} isMain>
          {isFilmNext && video}
        </ClaimStatus>
      ) : (
        <Protection policy={policy} />
      )}
      {!isFilmNext && video}
      {mayFile(policy) && !main && (
        <Card>
          <div class="buttons">
            <Button kind={isFilmAwaited ? 'other' : 'main'} onClick={onClaim}>
              {texts.claim.open}
            </Button>
          </div>
          {!policy.videoRequired && (
            <p>
              {texts.claim.orCall} <CallLink />
            </p>
          )}
        </Card>
      )}
      {isActive && (isFilmAwaited || !main) && !isFilmed(policy) && <HowToFilm />}
      {others.length > 0 && (
        <section class="others" aria-label={texts.status.earlier}>
          <h2>{texts.status.earlier}</h2>
          {others.map((claim) => (
            <ClaimStatus key={claim.claimId} {...shared} claim={claim} isMain={false} />
          ))}
        </section>
      )}
      <Timeline policy={policy} />
      {main && mayFile(policy) && policy.leftToClaim > 0 && (
        <Button kind={main.deadline ? 'quiet' : 'other'} onClick={onClaim}>
          {MAY_FILE_AGAIN.includes(main.status) && !main.isAppealed ? texts.claim.again : texts.claim.another}
        </Button>
      )}
      {main && <Protection policy={policy} isMain={false} />}
      <footer>
        {texts.questions} <CallLink text={hotline.shown} />
      </footer>
    </>
  );
}

/** The one that waits for the customer first, then the open ones, then the newest. */
function inOrder(claims: readonly CustomerClaim[]): CustomerClaim[] {
  const rank = ({ status, deadline }: CustomerClaim) =>
    status === 'awaiting-customer' || status === 'awaiting-video' ? 0 : deadline ? 1 : 2;
  return [...claims].sort((one, other) => rank(one) - rank(other) || (one.filedAt < other.filedAt ? 1 : -1));
}

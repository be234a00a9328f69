import { useDesk } from '../desk.ts';
import { ClaimSheet } from './claim-sheet.tsx';
import { ClaimsPage } from './claims-page.tsx';
import { type Here, useHere } from './here.ts';
import { Overview } from './overview.tsx';
import { RegionPage } from './region-page.tsx';
import { ReleasePage } from './release-page.tsx';
import { reportsApi } from './reports-api.ts';
import { useAnswer } from './use-answer.ts';

/** From the whole country to one claim; the address says where. */
export function ReportsScreen() {
  const here = useHere();
  const { region, office, claims, claim, release } = here.place;
  return (
    <div class="reports">
      {claim !== undefined ? (
        <ClaimSheet key={claim} here={here} claimId={claim} />
      ) : release ? (
        <ReleasePage here={here} />
      ) : region !== undefined && claims !== undefined ? (
        <ClaimsPage
          key={`${region} ${office} ${claims}`}
          here={here}
          region={region}
          office={office}
          measure={claims}
        />
      ) : (
        <WithRegions here={here} />
      )}
    </div>
  );
}

/** The overview and a region are read with one question, so that going from one to the other asks nothing. */
function WithRegions({ here }: { here: Here }) {
  const { api } = useDesk();
  const { period, place } = here;
  const answer = useAnswer(`regions ${period.from} ${period.to} ${place.compares}`, () =>
    reportsApi(api).regions(period, place.compares),
  );
  return place.region === undefined ? (
    <Overview here={here} answer={answer} />
  ) : (
    <RegionPage key={place.region} here={here} region={place.region} answer={answer} />
  );
}

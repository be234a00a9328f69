import { forward, type OriginPlace, refusesMethod, routeOf } from '../edge/distribution.ts';
import { addPolicyHeadersOnWrite } from '../edge/response-headers.ts';
import type { DistributionDefinition } from '../plan.ts';
import type { Handler } from './front.ts';

/** The distribution of the public host: pages come out of their bucket, the API answers in this process. */
export const publicHostHandler =
  (
    definition: DistributionDefinition,
    options: {
      placeOf: (domainName: string) => OriginPlace;
      isApi: (domainName: string) => boolean;
      api: Handler;
    },
  ): Handler =>
  async (request, response, viewerPath) => {
    const { behavior, origin, headersPolicy } = routeOf(definition, viewerPath);
    if (!options.isApi(origin.DomainName)) {
      await forward(definition, options.placeOf, request, response);
      return true;
    }
    if (refusesMethod(behavior, request, response)) return true;
    addPolicyHeadersOnWrite(headersPolicy, response, request.headers.origin);
    return await options.api(request, response, viewerPath);
  };

export interface RouteMatch<Route> {
  route: Route;
  pathParameters: Record<string, string>;
}

interface Pattern<Route> {
  route: Route;
  method: string;
  segments: string[];
}

/**
 * Chooses as an HTTP API does: the most specific path wins (fixed segment before variable before greedy), then a named
 * method before ANY, and `$default` takes the rest.
 */
export const routeTable = <Route extends { routeKey: string }>(routes: readonly Route[]) => {
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  const patterns = routes.flatMap((route): Pattern<Route>[] => {
    const [method, path] = route.routeKey.split(' ');
    return method && path ? [{ route, method, segments: path.split('/').slice(1) }] : [];
  });
  return (method: string, path: string): RouteMatch<Route> | undefined => {
    const given = path.split('/').slice(1);
    let best: { rank: string; match: RouteMatch<Route> } | undefined;
    for (const pattern of patterns) {
      if (pattern.method !== 'ANY' && pattern.method !== method) continue;
      const pathParameters = matchSegments(pattern.segments, given);
      if (!pathParameters) continue;
      const rank = pattern.segments.map(segmentRank).join('') + (pattern.method === 'ANY' ? '1' : '0');
      if (!best || rank < best.rank) best = { rank, match: { route: pattern.route, pathParameters } };
    }
    return best?.match ?? (fallback && { route: fallback, pathParameters: {} });
  };
};

const segmentRank = (segment: string): string => {
  if (!segment.startsWith('{')) return '0';
  return segment.endsWith('+}') ? '2' : '1';
};

const matchSegments = (pattern: string[], given: string[]): Record<string, string> | undefined => {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    if (segment.endsWith('+}')) {
      const rest = given.slice(index).join('/');
      if (rest === '') return undefined;
      parameters[segment.slice(1, -2)] = decode(rest);
      return parameters;
    }
    const value = given[index];
    if (value === undefined) return undefined;
    if (segment.startsWith('{')) {
      if (value === '') return undefined;
      parameters[segment.slice(1, -1)] = decode(value);
    } else if (segment !== value) return undefined;
  }
  return pattern.length === given.length ? parameters : undefined;
};

const decode = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};

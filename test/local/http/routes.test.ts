import { routeTable } from '../../../local/http/routes.ts';

const find = routeTable(
  ['GET /a/{id}', 'GET /a/fixed', 'ANY /a/{proxy+}', 'POST /a/{id}/b', '$default'].map((routeKey) => ({
    routeKey,
  })),
);

describe('routes of an HTTP API', () => {
  it.each([
    ['GET', '/a/1', 'GET /a/{id}', { id: '1' }],
    ['GET', '/a/fixed', 'GET /a/fixed', {}],
    ['PUT', '/a/1', 'ANY /a/{proxy+}', { proxy: '1' }],
    ['POST', '/a/%D0%B9%2F/b', 'POST /a/{id}/b', { id: 'й/' }],
    ['GET', '/a/1/2/3', 'ANY /a/{proxy+}', { proxy: '1/2/3' }],
    ['GET', '/nowhere', '$default', {}],
    ['GET', '/a/', '$default', {}],
  ])('%s %s goes to %s', (method, path, routeKey, pathParameters) => {
    expect(find(method, path)).toEqual({ route: { routeKey }, pathParameters });
  });

  it('finds nothing without a default', () => {
    expect(routeTable([{ routeKey: 'GET /a' }])('GET', '/b')).toBeUndefined();
  });
});

import { edgeFunction } from '../../../local/edge/edge-function.ts';

const request = { method: 'GET', path: '/console/' };

describe('a function of the edge', () => {
  it('may lead to another path of the origin', () => {
    const run = edgeFunction(
      `function handler(event) { event.request.uri += 'index.html'; return event.request; }`,
    );
    expect(run(request)).toEqual({ path: '/console/index.html' });
  });

  it('may answer by itself', () => {
    const run = edgeFunction(
      `function handler(event) { return { statusCode: 301, headers: { location: { value: '/' } } }; }`,
    );
    expect(run(request)).toEqual({ status: 301, headers: { location: '/' } });
  });

  it('has nothing of this process, and keeps nothing from one request to the next', () => {
    const run = edgeFunction(
      `var count = typeof count === 'undefined' ? 1 : count + 1;
       function handler(event) { return { statusCode: typeof process === 'undefined' ? count : 500 }; }`,
    );
    expect([run(request), run(request)]).toEqual([
      { status: 1, headers: {} },
      { status: 1, headers: {} },
    ]);
  });

  it('is refused when its code does not parse, before anything starts', () => {
    expect(() => edgeFunction('function handler(event) {')).toThrow(/Unexpected end/);
  });
});

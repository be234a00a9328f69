import { caseWorkerOf } from '../../functions/http/principal.ts';

const worker = (role: string) => ({ actor: { role, id: 'anna' } });

describe('who works at the console', () => {
  it.each([
    [['specialist'], 'specialist'],
    [['analyst', 'specialist'], 'specialist'],
    [['specialist', 'supervisor'], 'supervisor'],
    ['[specialist]', 'specialist'],
    ['[analyst specialist]', 'specialist'],
    ['[supervisor specialist]', 'supervisor'],
    ['["analyst","supervisor"]', 'supervisor'],
    ['["analyst", "specialist"]', 'specialist'],
    ['specialist', 'specialist'],
    ['analyst,supervisor', 'supervisor'],
  ])('by the groups %j is a %s', (groups, role) => {
    expect(caseWorkerOf({ 'cognito:groups': groups, username: 'anna' })).toEqual(worker(role));
  });

  it.each([
    [undefined],
    [null],
    [''],
    ['[]'],
    [[]],
    [['analyst']],
    ['[analyst]'],
    [['Specialist']],
    [['specialists']],
    ['[not-a-specialist]'],
    [{ specialist: true }],
    [true],
    [['administrator']],
  ])('is nobody by the groups %j', (groups) => {
    expect(caseWorkerOf({ 'cognito:groups': groups, username: 'anna' })).toBeUndefined();
  });

  it('is named by the user name, and by the subject where there is none', () => {
    const groups = { 'cognito:groups': ['specialist'] };
    expect(caseWorkerOf({ ...groups, username: 'anna', sub: 'id-1' })?.actor.id).toBe('anna');
    expect(caseWorkerOf({ ...groups, sub: 'id-1' })?.actor.id).toBe('id-1');
  });

  it.each([[{}], [{ username: '' }], [{ sub: 7 }]])('is nobody without a name: %j', (names) => {
    expect(caseWorkerOf({ 'cognito:groups': ['supervisor'], ...names })).toBeUndefined();
  });

  it('is nobody without claims', () => {
    expect(caseWorkerOf({})).toBeUndefined();
  });

  it('has a name that the case can store', () => {
    const claims = { 'cognito:groups': ['specialist'], username: 'a'.repeat(500) };
    expect(caseWorkerOf(claims)?.actor.id).toHaveLength(128);
  });
});

import { resolveIntrinsics, TemplateRefusal } from '../../local/intrinsics.ts';

const source = {
  ref: (id: string) => ({ Table: 'items', Text: 'a/b/c' })[id],
  attribute: (id: string, name: string) => (id === 'Table' && name === 'Arn' ? 'arn:items' : undefined),
};
const resolve = (value: unknown) => resolveIntrinsics(value, source, 'Here');

/** A placeholder as CloudFormation writes it, which is none of JavaScript's. */
const hole = (name: string) => ['$', '{', name, '}'].join('');

describe('intrinsic functions', () => {
  it.each([
    [{ Ref: 'Table' }, 'items'],
    [{ Ref: 'AWS::Region' }, 'eu-central-1'],
    [{ 'Fn::GetAtt': ['Table', 'Arn'] }, 'arn:items'],
    [{ 'Fn::GetAtt': 'Table.Arn' }, 'arn:items'],
    [{ 'Fn::Join': ['-', ['x', { Ref: 'Table' }, 3]] }, 'x-items-3'],
    [{ 'Fn::Split': ['/', { Ref: 'Text' }] }, ['a', 'b', 'c']],
    [{ 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'Text' }] }] }, 'c'],
    [
      { 'Fn::Sub': `a ${hole('Table')} ${hole('Table.Arn')} ${hole('AWS::AccountId')} ${hole('!Kept')}` },
      `a items arn:items 000000000000 ${hole('Kept')}`,
    ],
    [{ 'Fn::Sub': [hole('own'), { own: { Ref: 'Table' } }] }, 'items'],
    [
      { deep: [{ Ref: 'Table' }, { Ref: 'AWS::NoValue' }], gone: { Ref: 'AWS::NoValue' } },
      { deep: ['items'] },
    ],
  ])('resolves %j', (value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it.each([
    [{ 'Fn::ImportValue': 'other' }, 'Fn::ImportValue'],
    [{ 'Fn::If': ['a', 1, 2] }, 'Fn::If'],
    [{ Ref: 'Nothing' }, 'Nothing'],
    [{ 'Fn::GetAtt': ['Table', 'Colour'] }, 'Table.Colour'],
    [{ 'Fn::Select': [7, ['a']] }, '7'],
    [{ inside: { 'Fn::Join': ['', { Ref: 'Table' }] } }, 'Here.inside'],
    ['{{resolve:secretsmanager:x}}', 'resolve'],
  ])('refuses %j and names it', (value, named) => {
    expect(() => resolve(value)).toThrow(TemplateRefusal);
    expect(() => resolve(value)).toThrow(named);
  });
});

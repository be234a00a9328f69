import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { lakeColumns } from '../../functions/lake/columns.ts';
import { ROOT, readable, type SynthesizedStack, synthesizedStack } from './synthesized-stack.ts';

let stack: SynthesizedStack;
beforeAll(async () => {
  stack = await synthesizedStack();
}, 180_000);

const table = (name: string) =>
  stack.all('AWS::Glue::Table').find(({ Properties }) => Properties.TableInput.Name === name)?.Properties
    .TableInput;

describe('the lake', () => {
  it('asks by name every question of the folder, and stops one that reads too much', () => {
    const folder = path.join(ROOT, 'lake', 'sql');
    const asked = stack.all('AWS::Athena::NamedQuery').map(({ Properties }) => Properties);
    expect(asked.map(({ Name }) => `${Name}.sql`).sort()).toEqual(readdirSync(folder).sort());
    for (const { Name, QueryString, Description, WorkGroup, Database } of asked) {
      expect(QueryString).toBe(readFileSync(path.join(folder, `${Name}.sql`), 'utf8'));
      expect(Description).toMatch(/^[A-Z].+\.$/);
      expect([WorkGroup, Database]).toEqual(['protected-purchase-lake', 'protected_purchase']);
    }
    const [group] = stack.all('AWS::Athena::WorkGroup');
    expect(group?.Properties.WorkGroupConfiguration).toMatchObject({
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 20 * 1024 ** 3,
      ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
    });
  });

  it('has a table of the very columns that are written, its days projected', () => {
    const files = table('event_files');
    expect(files.StorageDescriptor.Columns.map(({ Name }: { Name: string }) => Name)).toEqual(
      Object.keys(lakeColumns),
    );
    expect(files.PartitionKeys).toEqual([{ Name: 'day', Type: 'string' }]);
    expect(files.Parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.day.type': 'date',
      'projection.day.format': 'yyyy-MM-dd',
    });
    expect(readable(files.Parameters['storage.location.template'])).toMatch(
      /^s3:\/\/Lake\/events\/day=\$\{day\}$/,
    );
  });

  it('has the view that the laptop has, in the form in which Athena keeps one', () => {
    const { ViewOriginalText, TableType, Parameters, StorageDescriptor } = table('events');
    expect([TableType, Parameters.presto_view]).toEqual(['VIRTUAL_VIEW', 'true']);
    const [, base64 = ''] = /^\/\* Presto View: (\S+) \*\/$/.exec(ViewOriginalText) ?? [];
    const view = JSON.parse(Buffer.from(base64, 'base64').toString('utf8')) as {
      originalSql: string;
      columns: { name: string }[];
    };
    const sql = readFileSync(path.join(ROOT, 'lake', 'events.sql'), 'utf8');
    expect(sql).toContain(view.originalSql);
    const names = [...Object.keys(lakeColumns), 'day'];
    expect(view.columns.map(({ name }) => name)).toEqual(names);
    expect(StorageDescriptor.Columns.map(({ Name }: { Name: string }) => Name)).toEqual(names);
    // The columns that the view selects, in their order.
    const selected = /SELECT\s+([\s\S]+?)\s+FROM/.exec(sql)?.[1]?.split(/\s*,\s*/);
    expect(selected).toEqual(names);
  });
});

describe('the gateway', () => {
  it('calls functions as one role, which may do nothing else', () => {
    const integrations = stack.all('AWS::ApiGatewayV2::Integration').map(({ Properties }) => Properties);
    expect(new Set(integrations.map(({ CredentialsArn }) => readable(CredentialsArn)))).toEqual(
      new Set(['ApiCaller']),
    );
    const [policy] = stack.all('AWS::IAM::Policy').filter(({ id }) => id.startsWith('ApiCaller'));
    const statements = policy?.Properties.PolicyDocument.Statement as { Action: string; Resource: unknown }[];
    expect(statements.map(({ Action }) => Action)).toEqual(['lambda:InvokeFunction']);
    const called = [statements[0]?.Resource].flat().map(readable).sort();
    expect(called).toEqual(integrations.map(({ IntegrationUri }) => readable(IntegrationUri)).sort());
    // IAM takes 10,240 characters of a role's own policies; an ARN with a generated name has at most 150.
    expect(called.length * 150).toBeLessThan(10_240);
  });
});

it('the stack leaves room below the 500 resources that CloudFormation takes', () => {
  expect(Object.keys(stack.template.Resources).length).toBeLessThanOrEqual(450);
});

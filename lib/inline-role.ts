import {
  type AddToPrincipalPolicyResult,
  PolicyDocument,
  type PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** A service's role that carries what it may do itself, where CDK's own role makes a second resource of that. */
export class InlineRole extends Role {
  readonly #statements: PolicyDocument;

  constructor(scope: Construct, id: string, service: string) {
    const statements = new PolicyDocument();
    super(scope, id, {
      assumedBy: new ServicePrincipal(service),
      inlinePolicies: { Grants: statements },
    });
    this.#statements = statements;
  }

  /** What all of CDK's grants, tracing and event sources end in. */
  override addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    this.#statements.addStatements(statement);
    return { statementAdded: true, policyDependable: this };
  }
}

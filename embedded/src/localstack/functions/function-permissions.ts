/** Who may call a function: the statements of its policy. */
import { accountId } from '../account.ts';
import { AwsError } from '../aws-error.ts';
import type { JsonObject } from '../protocols.ts';
import { parseInput, permissionInput } from './function-input.ts';
import { functionArn } from './function-record.ts';
import type { PolicyStatement } from './function-record.ts';
import type { FunctionRegistry } from './function-registry.ts';

export class FunctionPermissions {
  readonly #functions: FunctionRegistry;
  readonly #region: string;

  constructor(functions: FunctionRegistry, region: string) {
    this.#functions = functions;
    this.#region = region;
  }

  /** Whether S3 may call the function for a bucket: as S3 does, which asks when it is configured. */
  mayInvoke(arn: string, bucket: string): boolean {
    const record = this.#functions.all().find(({ name }) => functionArn(this.#region, name) === arn);
    return (record?.policy ?? []).some(({ Principal, Condition }) => {
      const sourceArn = Condition?.ArnLike?.['AWS:SourceArn'] ?? `arn:aws:s3:::${bucket}`;
      const sourceAccount = Condition?.StringEquals?.['AWS:SourceAccount'] ?? accountId;
      return (
        Principal.Service === 's3.amazonaws.com' &&
        sourceArn === `arn:aws:s3:::${bucket}` &&
        sourceAccount === accountId
      );
    });
  }

  policy(name: string) {
    const { policy } = this.#functions.get(name);
    if (policy.length === 0) {
      throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
    }
    return { Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: policy }) };
  }

  async permit(name: string, json: JsonObject) {
    const input = parseInput(permissionInput, json);
    const statement: PolicyStatement = {
      Sid: input.StatementId,
      Effect: 'Allow',
      Principal: { Service: input.Principal },
      Action: input.Action,
      Resource: functionArn(this.#region, name),
      Condition: {
        ...(input.SourceAccount === undefined
          ? {}
          : { StringEquals: { 'AWS:SourceAccount': input.SourceAccount } }),
        ...(input.SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
      },
    };
    await this.#functions.change(name, () => {
      const record = this.#functions.get(name);
      if (record.policy.some(({ Sid }) => Sid === statement.Sid)) {
        const message = `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`;
        throw new AwsError('ResourceConflictException', message, 409);
      }
      return { ...record, policy: [...record.policy, statement] };
    });
    return { Statement: JSON.stringify(statement) };
  }

  async forbid(name: string, sid: string): Promise<void> {
    await this.#functions.change(name, () => {
      const record = this.#functions.get(name);
      return { ...record, policy: record.policy.filter(({ Sid }) => Sid !== sid) };
    });
  }
}

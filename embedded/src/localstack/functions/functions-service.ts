/** Lambda's control plane and its Invoke call, for functions that came as a zip. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerInvocation } from '../../functions/answer-invocation.ts';
import { accountId } from '../account.ts';
import { AwsError, notPlayed } from '../aws-error.ts';
import { asAwsError, parseObject, readWhole, sendJson } from '../protocols.ts';
import type { JsonObject } from '../protocols.ts';
import {
  codeInput,
  createInput,
  eventInvokeInput,
  parseInput,
  permissionInput,
  updateInput,
} from './function-input.ts';
import type { UpdateInput } from './function-input.ts';
import { describeEventInvoke, describeFunction, functionArn } from './function-record.ts';
import type { FunctionRecord, PolicyStatement } from './function-record.ts';
import type { FunctionRegistry } from './function-registry.ts';

export interface FunctionsServiceOptions {
  readonly region: string;
  readonly functions: FunctionRegistry;
  readonly hasRole: (arn: string) => boolean;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export class FunctionsService {
  readonly #options: FunctionsServiceOptions;

  constructor(options: FunctionsServiceOptions) {
    this.#options = options;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const path = (request.url ?? '').split('?')[0] ?? '';
      const [, rest] = /^\/\d{4}-\d\d-\d\d\/functions(?:\/|$)(.*)$/.exec(path) ?? [];
      if (rest === undefined) throw notPlayed('lambda', `${request.method ?? ''} ${path}`);
      const [encoded = '', ...tail] = rest.split('/');
      const name = functionName(decodeURIComponent(encoded));
      const call = `${request.method ?? ''} ${[name === '' ? '' : 'function', ...tail].join('/')}`;
      if (call === 'POST function/invocations') {
        await answerInvocation(request, response, this.#options.functions.host(name));
        return;
      }
      const input = parseObject(await readWhole(request));
      const { status, body } = await this.#perform(call, name, input);
      sendJson(response, status, body);
    } catch (error) {
      const { code, message, status } = asAwsError(error);
      sendJson(
        response,
        status,
        { Type: status < 500 ? 'User' : 'Service', Message: message, message },
        code,
      );
    }
  }

  /** Whether S3 may call the function for a bucket: as S3 does, which asks when it is configured. */
  mayInvoke(arn: string, bucket: string): boolean {
    const { functions, region } = this.#options;
    const record = functions.all().find(({ name }) => functionArn(region, name) === arn);
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

  async #perform(call: string, name: string, input: JsonObject): Promise<Answer> {
    const { functions, region } = this.#options;
    switch (call) {
      case 'GET ':
        return {
          status: 200,
          body: { Functions: functions.all().map((one) => describeFunction(one, region)) },
        };
      case 'POST ':
        return { status: 201, body: await this.#create(input) };
      case 'GET function':
        return { status: 200, body: this.#describe(name) };
      case 'GET function/configuration':
        return { status: 200, body: describeFunction(functions.get(name), region) };
      case 'PUT function/configuration':
        return { status: 200, body: await this.#configure(name, parseInput(updateInput, input)) };
      case 'PUT function/code':
        return { status: 200, body: await this.#replaceCode(name, input) };
      case 'DELETE function':
        functions.get(name);
        await functions.change(name, () => undefined);
        return { status: 204, body: undefined };
      case 'GET function/policy':
        return { status: 200, body: this.#policy(name) };
      case 'POST function/policy':
        return { status: 201, body: await this.#permit(name, input) };
      case 'GET function/event-invoke-config':
        return { status: 200, body: this.#eventInvoke(name) };
      case 'PUT function/event-invoke-config':
        return { status: 200, body: await this.#configureEvents(name, input) };
      default: {
        const [, sid] = /^DELETE function\/policy\/(.+)$/.exec(call) ?? [];
        if (sid === undefined) throw notPlayed('lambda', call);
        return this.#forbid(name, sid);
      }
    }
  }

  #describe(name: string) {
    const { functions, region } = this.#options;
    const record = functions.get(name);
    const code = { RepositoryType: 'S3', Location: `unpacked:${record.codeSha256}` };
    return { Configuration: describeFunction(record, region), Code: code, Tags: {} };
  }

  async #create(json: JsonObject) {
    const { functions, region, hasRole } = this.#options;
    const input = parseInput(createInput, json);
    if (!hasRole(input.Role)) throw noRole();
    const code = await functions.unpack(input.Code.ZipFile);
    await functions.change(input.FunctionName, () => {
      if (functions.find(input.FunctionName) !== undefined) {
        throw new AwsError('ResourceConflictException', `Function already exist: ${input.FunctionName}`, 409);
      }
      return {
        name: input.FunctionName,
        runtime: input.Runtime,
        role: input.Role,
        handler: input.Handler,
        description: input.Description ?? '',
        timeoutSeconds: input.Timeout ?? 3,
        memoryMiB: input.MemorySize ?? 128,
        environment: input.Environment?.Variables ?? {},
        architectures: input.Architectures ?? ['x86_64'],
        ...code,
        lastModified: new Date().toISOString(),
        policy: [],
      };
    });
    return describeFunction(functions.get(input.FunctionName), region);
  }

  async #configure(name: string, input: UpdateInput) {
    if (input.Role !== undefined && !this.#options.hasRole(input.Role)) throw noRole();
    return this.#update(name, (record) => ({
      ...record,
      runtime: input.Runtime ?? record.runtime,
      role: input.Role ?? record.role,
      handler: input.Handler ?? record.handler,
      description: input.Description ?? record.description,
      timeoutSeconds: input.Timeout ?? record.timeoutSeconds,
      memoryMiB: input.MemorySize ?? record.memoryMiB,
      environment: input.Environment?.Variables ?? record.environment,
    }));
  }

  async #replaceCode(name: string, json: JsonObject) {
    this.#options.functions.get(name);
    const code = await this.#options.functions.unpack(parseInput(codeInput, json).ZipFile);
    return this.#update(name, (record) => ({ ...record, ...code }));
  }

  async #update(name: string, change: (record: FunctionRecord) => FunctionRecord) {
    const { functions, region } = this.#options;
    await functions.change(name, () => ({
      ...change(functions.get(name)),
      lastModified: new Date().toISOString(),
    }));
    return describeFunction(functions.get(name), region);
  }

  #policy(name: string) {
    const { policy } = this.#options.functions.get(name);
    if (policy.length === 0) {
      throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
    }
    return { Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: policy }) };
  }

  async #permit(name: string, json: JsonObject) {
    const { functions, region } = this.#options;
    const input = parseInput(permissionInput, json);
    const statement: PolicyStatement = {
      Sid: input.StatementId,
      Effect: 'Allow',
      Principal: { Service: input.Principal },
      Action: input.Action,
      Resource: functionArn(region, name),
      Condition: {
        ...(input.SourceAccount === undefined
          ? {}
          : { StringEquals: { 'AWS:SourceAccount': input.SourceAccount } }),
        ...(input.SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
      },
    };
    await functions.change(name, () => {
      const record = functions.get(name);
      if (record.policy.some(({ Sid }) => Sid === statement.Sid)) {
        const message = `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`;
        throw new AwsError('ResourceConflictException', message, 409);
      }
      return { ...record, policy: [...record.policy, statement] };
    });
    return { Statement: JSON.stringify(statement) };
  }

  async #forbid(name: string, sid: string): Promise<Answer> {
    const { functions } = this.#options;
    await functions.change(name, () => {
      const record = functions.get(name);
      return { ...record, policy: record.policy.filter(({ Sid }) => Sid !== sid) };
    });
    return { status: 204, body: undefined };
  }

  #eventInvoke(name: string) {
    const described = describeEventInvoke(this.#options.functions.get(name), this.#options.region);
    if (described !== undefined) return described;
    const message = `The function ${name} doesn't have an EventInvokeConfig`;
    throw new AwsError('ResourceNotFoundException', message, 404);
  }

  async #configureEvents(name: string, json: JsonObject) {
    const input = parseInput(eventInvokeInput, json);
    const onFailureArn = input.DestinationConfig?.OnFailure?.Destination;
    if (onFailureArn !== undefined && !onFailureArn.startsWith('arn:aws:sqs:')) {
      throw notPlayed('lambda', `PutFunctionEventInvokeConfig with the destination ${onFailureArn}`);
    }
    if (input.DestinationConfig?.OnSuccess?.Destination !== undefined) {
      throw notPlayed('lambda', 'PutFunctionEventInvokeConfig with OnSuccess');
    }
    await this.#update(name, (record) => ({
      ...record,
      eventInvoke: {
        maximumRetryAttempts: input.MaximumRetryAttempts ?? 2,
        maximumEventAgeSeconds: input.MaximumEventAgeInSeconds ?? 21_600,
        ...(onFailureArn === undefined ? {} : { onFailureArn }),
        lastModified: Math.floor(Date.now() / 1000),
      },
    }));
    return this.#eventInvoke(name);
  }
}

/** A name, or the ARN whose last part it is. */
function functionName(nameOrArn: string): string {
  return /^arn:aws:lambda:[^:]+:\d{12}:function:([^:]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;
}

function noRole(): AwsError {
  const message = 'The role defined for the function cannot be assumed by Lambda.';
  return new AwsError('InvalidParameterValueException', message);
}

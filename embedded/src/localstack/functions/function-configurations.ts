/** What Lambda's calls make of a function: its settings, its code, what becomes of its events. */
import { AwsError, notImplemented } from '../aws-error.ts';
import type { JsonObject } from '../protocols.ts';
import { codeInput, createInput, eventInvokeInput, parseInput, updateInput } from './function-input.ts';
import { describeEventInvoke, describeFunction } from './function-record.ts';
import type { FunctionRecord } from './function-record.ts';
import type { FunctionRegistry } from './function-registry.ts';

export interface FunctionConfigurationsOptions {
  readonly region: string;
  readonly functions: FunctionRegistry;
  readonly hasRole: (arn: string) => boolean;
}

/** Each method takes a call's body and returns what the call answers. Throws AwsError. */
export class FunctionConfigurations {
  readonly #options: FunctionConfigurationsOptions;

  constructor(options: FunctionConfigurationsOptions) {
    this.#options = options;
  }

  list() {
    const { functions, region } = this.#options;
    return { Functions: functions.all().map((record) => describeFunction(record, region)) };
  }

  describe(name: string) {
    const { functions, region } = this.#options;
    const record = functions.get(name);
    const code = { RepositoryType: 'S3', Location: `unpacked:${record.codeSha256}` };
    return { Configuration: describeFunction(record, region), Code: code, Tags: {} };
  }

  configuration(name: string) {
    return describeFunction(this.#options.functions.get(name), this.#options.region);
  }

  async create(json: JsonObject) {
    const { functions, region, hasRole } = this.#options;
    const input = parseInput(createInput, json);
    if (!hasRole(input.Role)) throw noRole();
    const code = await functions.code.unpack(input.Code.ZipFile);
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

  async configure(name: string, json: JsonObject) {
    const input = parseInput(updateInput, json);
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

  async replaceCode(name: string, json: JsonObject) {
    this.#options.functions.get(name);
    const code = await this.#options.functions.code.unpack(parseInput(codeInput, json).ZipFile);
    return this.#update(name, (record) => ({ ...record, ...code }));
  }

  async remove(name: string): Promise<void> {
    this.#options.functions.get(name);
    await this.#options.functions.change(name, () => undefined);
  }

  eventInvoke(name: string) {
    const described = describeEventInvoke(this.#options.functions.get(name), this.#options.region);
    if (described !== undefined) return described;
    const message = `The function ${name} doesn't have an EventInvokeConfig`;
    throw new AwsError('ResourceNotFoundException', message, 404);
  }

  async configureEvents(name: string, json: JsonObject) {
    const input = parseInput(eventInvokeInput, json);
    const onFailureArn = input.DestinationConfig?.OnFailure?.Destination;
    if (onFailureArn !== undefined && !onFailureArn.startsWith('arn:aws:sqs:')) {
      throw notImplemented('lambda', `PutFunctionEventInvokeConfig with the destination ${onFailureArn}`);
    }
    if (input.DestinationConfig?.OnSuccess?.Destination !== undefined) {
      throw notImplemented('lambda', 'PutFunctionEventInvokeConfig with OnSuccess');
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
    return this.eventInvoke(name);
  }

  async #update(name: string, change: (record: FunctionRecord) => FunctionRecord) {
    const { functions, region } = this.#options;
    await functions.change(name, () => ({
      ...change(functions.get(name)),
      lastModified: new Date().toISOString(),
    }));
    return describeFunction(functions.get(name), region);
  }
}

function noRole(): AwsError {
  const message = 'The role defined for the function cannot be assumed by Lambda.';
  return new AwsError('InvalidParameterValueException', message);
}

/** Lambda's control plane and its Invoke call, for functions that came as a zip. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerInvocation } from '../../functions/answer-invocation.ts';
import { notImplemented } from '../aws-error.ts';
import { asAwsError, parseObject, readWhole, sendJson } from '../protocols.ts';
import type { JsonObject } from '../protocols.ts';
import { FunctionConfigurations } from './function-configurations.ts';
import type { FunctionConfigurationsOptions } from './function-configurations.ts';
import { FunctionPermissions } from './function-permissions.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const noContent: Answer = { status: 204, body: undefined };

export class FunctionsService {
  readonly permissions: FunctionPermissions;
  readonly #options: FunctionConfigurationsOptions;
  readonly #configurations: FunctionConfigurations;

  constructor(options: FunctionConfigurationsOptions) {
    this.#options = options;
    this.#configurations = new FunctionConfigurations(options);
    this.permissions = new FunctionPermissions(options.functions, options.region);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const path = (request.url ?? '').split('?')[0] ?? '';
      const [, rest] = /^\/\d{4}-\d\d-\d\d\/functions(?:\/|$)(.*)$/.exec(path) ?? [];
      if (rest === undefined) throw notImplemented('lambda', `${request.method ?? ''} ${path}`);
      const [encoded = '', ...tail] = rest.split('/');
      const name = functionName(decodeURIComponent(encoded));
      const call = `${request.method ?? ''} ${[name === '' ? '' : 'function', ...tail].join('/')}`;
      if (call === 'POST function/invocations') {
        await answerInvocation(request, response, await this.#options.functions.host(name));
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

  async #perform(call: string, name: string, input: JsonObject): Promise<Answer> {
    const configurations = this.#configurations;
    const { permissions } = this;
    switch (call) {
      case 'GET ':
        return { status: 200, body: configurations.list() };
      case 'POST ':
        return { status: 201, body: await configurations.create(input) };
      case 'GET function':
        return { status: 200, body: configurations.describe(name) };
      case 'DELETE function':
        await configurations.remove(name);
        return noContent;
      case 'GET function/configuration':
        return { status: 200, body: configurations.configuration(name) };
      case 'PUT function/configuration':
        return { status: 200, body: await configurations.configure(name, input) };
      case 'PUT function/code':
        return { status: 200, body: await configurations.replaceCode(name, input) };
      case 'GET function/event-invoke-config':
        return { status: 200, body: configurations.eventInvoke(name) };
      case 'PUT function/event-invoke-config':
        return { status: 200, body: await configurations.configureEvents(name, input) };
      case 'GET function/policy':
        return { status: 200, body: permissions.policy(name) };
      case 'POST function/policy':
        return { status: 201, body: await permissions.permit(name, input) };
      default: {
        const [, sid] = /^DELETE function\/policy\/(.+)$/.exec(call) ?? [];
        if (sid === undefined) throw notImplemented('lambda', call);
        await permissions.forbid(name, sid);
        return noContent;
      }
    }
  }
}

/** A name, or the ARN whose last part it is. */
function functionName(nameOrArn: string): string {
  return /^arn:aws:lambda:[^:]+:\d{12}:function:([^:]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;
}

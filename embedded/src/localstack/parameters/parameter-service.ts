/** SSM's parameter store: plain strings, with their version. */
import { AwsError, notImplemented } from '../aws-error.ts';
import { accountId } from '../account.ts';
import { PersistedMap } from '../persisted-map.ts';
import type { JsonCall, JsonObject } from '../protocols.ts';

interface Parameter {
  value: string;
  type: string;
  version: number;
  /** Seconds since the epoch. */
  lastModified: number;
}

export async function openParameterService(path: string, region: string): Promise<JsonCall> {
  const kept = await PersistedMap.open<Parameter>(path);
  const describe = (name: string) => {
    const parameter = kept.state.get(name);
    if (parameter === undefined) return undefined;
    return {
      Name: name,
      Type: parameter.type,
      Value: parameter.value,
      Version: parameter.version,
      LastModifiedDate: parameter.lastModified,
      ARN: `arn:aws:ssm:${region}:${accountId}:parameter${name.startsWith('/') ? '' : '/'}${name}`,
      DataType: 'text',
    };
  };
  const put = async ({ Name, Value, Type, Overwrite }: JsonObject) => {
    const name = String(Name);
    const current = kept.state.get(name);
    if (current !== undefined && Overwrite !== true) {
      throw new AwsError(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    }
    const type = typeof Type === 'string' ? Type : current?.type;
    if (type !== 'String')
      throw new AwsError('UnsupportedParameterType', 'This emulator keeps parameters of type String');
    const version = (current?.version ?? 0) + 1;
    kept.state.set(name, { value: String(Value), type, version, lastModified: Date.now() / 1000 });
    await kept.write();
    return { Version: version, Tier: 'Standard' };
  };
  return async (action, input) => {
    switch (action) {
      case 'PutParameter':
        return put(input);
      case 'GetParameter': {
        const parameter = describe(String(input.Name));
        if (parameter === undefined)
          throw new AwsError('ParameterNotFound', `Parameter ${String(input.Name)} not found.`);
        return { Parameter: parameter };
      }
      case 'GetParameters': {
        const names = (input.Names ?? []) as string[];
        return {
          Parameters: names.map(describe).filter((parameter) => parameter !== undefined),
          InvalidParameters: names.filter((name) => !kept.state.has(name)),
        };
      }
      case 'GetParametersByPath': {
        const path = `${String(input.Path).replace(/\/$/, '')}/`;
        const names = [...kept.state.keys()]
          .filter(
            (name) =>
              name.startsWith(path) && (input.Recursive === true || !name.slice(path.length).includes('/')),
          )
          .sort();
        return { Parameters: names.map(describe) };
      }
      default:
        throw notImplemented('ssm', action);
    }
  };
}

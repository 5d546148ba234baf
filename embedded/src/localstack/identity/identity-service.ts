/** STS and IAM, as far as a function needs a role that exists: nothing is ever forbidden by it. */
import { accountId } from '../account.ts';
import { AwsError, notImplemented } from '../aws-error.ts';
import { PersistedMap } from '../persisted-map.ts';
import type { QueryCall } from '../protocols.ts';
import type { XmlElements } from '../../s3/xml.ts';

interface Role {
  id: string;
  /** ISO 8601. */
  createdAt: string;
  trustPolicy: string;
}

export const answerSts: QueryCall = (action) => {
  if (action !== 'GetCallerIdentity') throw notImplemented('sts', action);
  return { UserId: 'AKIAIOSFODNN7EXAMPLE', Account: accountId, Arn: `arn:aws:iam::${accountId}:root` };
};

export interface IdentityService {
  readonly answerIam: QueryCall;
  hasRole(arn: string): boolean;
}

export async function openIdentityService(path: string): Promise<IdentityService> {
  const kept = await PersistedMap.open<Role>(path);
  const arnOf = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
  const describe = (name: string, { id, createdAt, trustPolicy }: Role): XmlElements => ({
    Role: {
      Path: '/',
      RoleName: name,
      RoleId: id,
      Arn: arnOf(name),
      CreateDate: createdAt,
      AssumeRolePolicyDocument: encodeURIComponent(trustPolicy),
    },
  });
  return {
    hasRole: (arn) => [...kept.state.keys()].some((name) => arnOf(name) === arn),
    answerIam: async (action, parameters) => {
      const name = parameters.get('RoleName') ?? '';
      const role = kept.state.get(name);
      if (action === 'GetRole') {
        if (role !== undefined) return describe(name, role);
        throw new AwsError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
      }
      if (action !== 'CreateRole') throw notImplemented('iam', action);
      if (role !== undefined)
        throw new AwsError('EntityAlreadyExists', `Role with name ${name} already exists.`, 409);
      const id = `AROA${crypto.randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase()}`;
      const trustPolicy = parameters.get('AssumeRolePolicyDocument') ?? '';
      const created = { id, createdAt: new Date().toISOString(), trustPolicy };
      kept.state.set(name, created);
      await kept.write();
      return describe(name, created);
    },
  };
}

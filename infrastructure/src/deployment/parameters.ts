/** What lies in SSM: secrets that CloudFormation cannot make, and what operators have set. */
import { randomBytes } from 'node:crypto';
import type { Deployment, Values } from './deployment.ts';
import { withFiles } from './files.ts';
import { step } from './tools.ts';

/**
 * Made with random values where they are missing, and never changed by a deployment. 32 bytes are what the API asks of
 * its secret. Those before are accepted as well, so that programs can be given another one after the other; at first
 * nobody knows them.
 */
const secretBytes = {
  'database-password': 24,
  'jwt-secret': 32,
  'jwt-previous-secret': 32,
  'origin-secret': 24,
  'origin-previous-secret': 24,
};
export type SecretName = keyof typeof secretBytes;

interface Stored {
  readonly value: string;
  /** SSM counts them from 1. */
  readonly version: number;
}
export type Secrets = Readonly<Record<SecretName, Stored>>;

/** What stacks hand to a program's task, so that another version starts another task; by the stacks' parameter. */
export const secretsRead = {
  ApiSecrets: ['database-url', 'jwt-secret', 'jwt-previous-secret'],
  EdgeSecrets: ['origin-secret', 'origin-previous-secret'],
} as const;
export type SecretsParameter = keyof typeof secretsRead;

/** Such as `jwt-secret:2,database-url:1`, for {@link SecretsParameter}. */
export function revisionsOf(
  secrets: Secrets,
  databaseUrlVersion: number | undefined,
): Partial<Record<SecretsParameter, string>> {
  const versionOf = (name: SecretName | 'database-url') =>
    name === 'database-url' ? databaseUrlVersion : secrets[name].version;
  const revision = (names: readonly (SecretName | 'database-url')[]) =>
    names.map((name) => `${name}:${String(versionOf(name))}`).join(',');
  return {
    EdgeSecrets: revision(secretsRead.EdgeSecrets),
    // Before there is an address of the database, no program can start.
    ...(databaseUrlVersion !== undefined && { ApiSecrets: revision(secretsRead.ApiSecrets) }),
  };
}

export const newSecret = (name: SecretName): string => randomBytes(secretBytes[name]).toString('base64url');

const advice =
  'Who deploys needs ssm:GetParameter and ssm:PutParameter on /<project>/*; a value that was lost comes back from nowhere but a backup of yours.';

export function ensureSecrets(deployment: Deployment): Promise<Secrets> {
  return step('Making the secrets', advice, async () => {
    const made: Partial<Record<SecretName, Stored>> = {};
    for (const name of Object.keys(secretBytes) as SecretName[]) {
      const kept = await readParameter(deployment, name);
      if (kept) made[name] = kept;
      else {
        deployment.tools.log(`secret ${name}: made`);
        made[name] = await writeSecret(deployment, name, newSecret(name));
      }
    }
    return made as Secrets;
  });
}

/**
 * Where the API finds the database. An address that somebody has put there by hand is left: it may lead to a copy
 * that was restored, and the deployment must not lead people back to the broken one.
 * Without sslmode: it would take the place of the CA file, by which the API verifies the server.
 * @returns its version
 */
export function writeDatabaseUrl(
  deployment: Deployment,
  password: string,
  { DatabaseHost = '' }: Values,
): Promise<number> {
  return step("Writing the database's address", advice, async () => {
    const url = `postgres://media_feed:${password}@${DatabaseHost}:5432/media_feed`;
    const kept = await readParameter(deployment, 'database-url');
    if (kept?.value === url) return kept.version;
    const host = kept && hostOf(kept.value);
    if (kept && host !== DatabaseHost) {
      deployment.tools.log(
        `*** /${deployment.project}/database-url leads to ${host ?? '?'} and not to ${DatabaseHost}, this installation's database. It is left as it is; delete it and deploy again to lead back. ***`,
      );
      return kept.version;
    }
    return (await writeSecret(deployment, 'database-url', url)).version;
  });
}

const hostOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).hostname : undefined);

/** What is set for one deployment alone: the next one protects the database again. */
const oneTimeSettings = ['ImageTag', 'BundleKey', 'DeletionProtection'];

/** What operators have set, now or before; kept, so that nobody, and no workflow, has to set it again. */
export function readSettings(deployment: Deployment): Promise<Values> {
  return step('Reading the settings', advice, async () => {
    const kept = await readParameter(deployment, 'settings');
    const before = kept === undefined ? {} : (JSON.parse(kept.value) as Values);
    const settings = Object.entries({ ...before, ...deployment.settings });
    const lasting = JSON.stringify(
      Object.fromEntries(settings.filter(([name]) => !oneTimeSettings.includes(name))),
    );
    if (lasting !== kept?.value) await writeParameter(deployment, 'settings', lasting, 'String');
    return Object.fromEntries(settings);
  });
}

/** Undefined when there is none. */
export async function readParameter(
  { project, tools }: Deployment,
  name: string,
): Promise<Stored | undefined> {
  try {
    const path = ['--name', `/${project}/${name}`, '--with-decryption'];
    const { Parameter } = (await tools.ask('ssm', 'get-parameter', ...path)) as {
      Parameter: { Value: string; Version: number };
    };
    return { value: Parameter.Value, version: Parameter.Version };
  } catch (error) {
    if (String(error).includes('ParameterNotFound')) return undefined;
    throw error;
  }
}

export async function writeSecret(
  deployment: Deployment,
  name: SecretName | 'database-url',
  value: string,
): Promise<Stored> {
  return { value, version: await writeParameter(deployment, name, value, 'SecureString') };
}

/** @returns its new version; 1 in a dry run */
async function writeParameter(
  { project, tools }: Deployment,
  name: string,
  Value: string,
  Type: 'String' | 'SecureString',
): Promise<number> {
  const input = { Name: `/${project}/${name}`, Value, Type, Overwrite: true };
  return withFiles([JSON.stringify(input)], async ([file = '']) => {
    const answer = await tools.change('ssm', 'put-parameter', '--cli-input-json', `file://${file}`);
    return ((answer ?? {}) as { Version?: number }).Version ?? 1;
  });
}

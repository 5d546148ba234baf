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

/** Where programs find the database, and as whom: the owner of the tables, who changes them, and the API. */
const addressNames = ['database-url', 'database-api-url', 'database-api-previous-url'] as const;
export type AddressName = (typeof addressNames)[number];
export type Addresses = Readonly<Record<AddressName, Stored>>;

/**
 * What stacks hand to a program's task, so that another version starts another task; by the stacks' parameter. The
 * login that the API had before is read by the migration alone: its version says which one the last migration made.
 */
export const secretsRead = {
  ApiSecrets: ['database-api-url', 'database-api-previous-url', 'jwt-secret', 'jwt-previous-secret'],
  EdgeSecrets: ['origin-secret', 'origin-previous-secret'],
} as const;
export type SecretsParameter = keyof typeof secretsRead;

/** Such as `jwt-secret:2,database-api-url:1`, for {@link SecretsParameter}. */
export function revisionsOf(
  secrets: Secrets,
  addresses: Partial<Addresses>,
): Partial<Record<SecretsParameter, string>> {
  const all: Partial<Record<SecretName | AddressName, Stored>> = { ...secrets, ...addresses };
  const revision = (names: readonly (SecretName | AddressName)[]) =>
    names.map((name) => `${name}:${String(all[name]?.version)}`).join(',');
  return {
    EdgeSecrets: revision(secretsRead.EdgeSecrets),
    // Before there is an address of the database, no program can start.
    ...(addresses['database-api-previous-url'] && { ApiSecrets: revision(secretsRead.ApiSecrets) }),
  };
}

/** The part of {@link revisionsOf} that a migration brings about. */
export const loginsOf = (apiSecrets = ''): string =>
  apiSecrets
    .split(',')
    .filter((revision) => revision.startsWith('database-api-'))
    .join();

export async function readAddresses(deployment: Deployment): Promise<Partial<Addresses>> {
  const pairs = addressNames.map(async (name) => [name, await readParameter(deployment, name)] as const);
  return Object.fromEntries((await Promise.all(pairs)).filter(([, kept]) => kept !== undefined));
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
 * Where programs find the database. The owner's address that somebody has put there by hand is left: it may lead to a
 * copy that was restored, and the deployment must not lead people back to the broken one. The API goes where the owner
 * goes. Its logins are two, of which one is in use; the migration makes them.
 */
export function writeDatabaseUrls(
  deployment: Deployment,
  password: string,
  { DatabaseHost = '' }: Values,
): Promise<Addresses> {
  return step("Writing the database's addresses", advice, async () => {
    const owners = await writeOwnersUrl(deployment, password, DatabaseHost);
    const host = hostOf(owners.value) ?? DatabaseHost;
    const apis = async (name: AddressName, login: ApiLogin): Promise<Stored> => {
      const kept = await readParameter(deployment, name);
      if (kept && hostOf(kept.value) === host) return kept;
      const keptUrl = kept && URL.canParse(kept.value) ? new URL(kept.value) : undefined;
      return writeSecret(
        deployment,
        name,
        addressOf(keptUrl?.username ?? login, keptUrl?.password ?? newPassword(), host),
      );
    };
    return {
      'database-url': owners,
      'database-api-url': await apis('database-api-url', 'media_feed_api_a'),
      // Nobody knows it, until a rotation puts the one in use here.
      'database-api-previous-url': await apis('database-api-previous-url', 'media_feed_api_b'),
    };
  });
}

async function writeOwnersUrl(deployment: Deployment, password: string, host: string): Promise<Stored> {
  const url = addressOf('media_feed', password, host);
  const kept = await readParameter(deployment, 'database-url');
  if (kept?.value === url) return kept;
  const keptHost = kept && hostOf(kept.value);
  if (!kept || keptHost === host) return writeSecret(deployment, 'database-url', url);
  deployment.tools.log(
    `*** /${deployment.project}/database-url leads to ${keptHost ?? '?'} and not to ${host}, this installation's database. It is left as it is; delete it and deploy again to lead back. ***`,
  );
  return kept;
}

type ApiLogin = 'media_feed_api_a' | 'media_feed_api_b';

const newPassword = () => randomBytes(24).toString('base64url');

/** Without sslmode: it would take the place of the CA file, by which programs verify the server. */
const addressOf = (login: string, password: string, host: string) =>
  `postgres://${login}:${password}@${host}:5432/media_feed`;

/** The same place as the other login, or as the same one, with a password that nobody has yet. */
export function withNewPassword(url: string, whose: 'same' | 'other'): string {
  const { username, hostname } = new URL(url);
  const other = username === 'media_feed_api_a' ? 'media_feed_api_b' : 'media_feed_api_a';
  return addressOf(whose === 'same' ? username : other, newPassword(), hostname);
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
  name: SecretName | AddressName,
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

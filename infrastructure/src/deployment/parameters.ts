/** What lies in SSM: secrets that CloudFormation cannot make, and what operators have set. */
import { randomBytes } from 'node:crypto';
import type { Deployment, Values } from './deployment.ts';
import { withFiles } from './files.ts';
import { step } from './tools.ts';

/** Made once with random values, and never changed here. 32 bytes are what the API asks of its secret. */
const secretBytes = { 'database-password': 24, 'jwt-secret': 32, 'origin-secret': 24 };
export type Secrets = Readonly<Record<keyof typeof secretBytes, string>>;

const advice =
  'Who deploys needs ssm:GetParameter and ssm:PutParameter on /<project>/*; a value that was lost comes back from nowhere but a backup of yours.';

export function ensureSecrets(deployment: Deployment): Promise<Secrets> {
  return step('Making the secrets', advice, async () => {
    const made: Record<string, string> = {};
    for (const [name, bytes] of Object.entries(secretBytes)) {
      const kept = await readParameter(deployment, name);
      made[name] = kept ?? randomBytes(bytes).toString('base64url');
      if (kept !== undefined) continue;
      deployment.tools.log(`secret ${name}: made`);
      await writeParameter(deployment, name, made[name], 'SecureString');
    }
    return made as unknown as Secrets;
  });
}

/** Without sslmode: it would take the place of the CA file, by which the API verifies the server. */
export function writeDatabaseUrl(
  deployment: Deployment,
  password: string,
  { DatabaseHost = '' }: Values,
): Promise<void> {
  return step("Writing the database's address", advice, async () => {
    const url = `postgres://media_feed:${password}@${DatabaseHost}:5432/media_feed`;
    if ((await readParameter(deployment, 'database-url')) !== url)
      await writeParameter(deployment, 'database-url', url, 'SecureString');
  });
}

/** What is set for one deployment alone. */
const oneTimeSettings = ['ImageTag', 'BundleKey'];

/** What operators have set, now or before; kept, so that nobody, and no workflow, has to set it again. */
export function readSettings(deployment: Deployment): Promise<Values> {
  return step('Reading the settings', advice, async () => {
    const kept = await readParameter(deployment, 'settings');
    const before = kept === undefined ? {} : (JSON.parse(kept) as Values);
    const settings = Object.entries({ ...before, ...deployment.settings });
    const lasting = JSON.stringify(
      Object.fromEntries(settings.filter(([name]) => !oneTimeSettings.includes(name))),
    );
    if (lasting !== kept) await writeParameter(deployment, 'settings', lasting, 'String');
    return Object.fromEntries(settings);
  });
}

async function readParameter({ project, tools }: Deployment, name: string): Promise<string | undefined> {
  try {
    const path = ['--name', `/${project}/${name}`, '--with-decryption'];
    const { Parameter } = (await tools.ask('ssm', 'get-parameter', ...path)) as {
      Parameter: { Value: string };
    };
    return Parameter.Value;
  } catch (error) {
    if (String(error).includes('ParameterNotFound')) return undefined;
    throw error;
  }
}

async function writeParameter(
  { project, tools }: Deployment,
  name: string,
  Value: string,
  Type: 'String' | 'SecureString',
): Promise<void> {
  const input = { Name: `/${project}/${name}`, Value, Type, Overwrite: true };
  await withFiles([JSON.stringify(input)], ([file = '']) =>
    tools.change('ssm', 'put-parameter', '--cli-input-json', `file://${file}`),
  );
}

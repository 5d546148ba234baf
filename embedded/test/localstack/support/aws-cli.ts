import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const setupScript = join(
  import.meta.dirname,
  ...['..', '..', '..', '..', 'localstack', 'init', '01-setup-services.sh'],
);

/** Whether the AWS CLI is on this machine. Where nobody would see that it is not, it has to be. */
export function hasAwsCli(): boolean {
  const isThere = spawnSync('aws', ['--version']).status === 0;
  if (!isThere && process.env.CI !== undefined) {
    throw new Error('The AWS CLI is missing: install the package awscli, or the setup script goes untested.');
  }
  if (!isThere)
    console.warn('THE SETUP SCRIPT IS NOT TESTED: the AWS CLI (package awscli) is not installed.');
  return isThere;
}

export interface Ran {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const credentials = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

export function runSetup(endpoint: string, args: string[] = [], variables = {}): Promise<Ran> {
  return run('bash', [setupScript, ...args], { AWS_ENDPOINT_URL: endpoint, ...variables });
}

/** What the CLI prints, which is JSON. Throws with what it said instead. */
export async function aws<Printed>(endpoint: string, ...args: string[]): Promise<Printed> {
  const { exitCode, stdout, stderr } = await runAws(endpoint, ...args);
  if (exitCode !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Printed;
}

export function runAws(endpoint: string, ...args: string[]): Promise<Ran> {
  return run('aws', ['--endpoint-url', endpoint, '--output', 'json', ...args], {});
}

async function run(command: string, args: string[], variables: Record<string, string>): Promise<Ran> {
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...credentials, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => stream.setEncoding('utf8').toArray());
  const [exitCode] = (await once(child, 'close')) as [number | null];
  const text = async (lines: Promise<string[]> | undefined) => (await (lines ?? [])).join('');
  return { exitCode, stdout: await text(stdout), stderr: await text(stderr) };
}

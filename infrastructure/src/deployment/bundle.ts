/** The Lambda's bundle: built, zipped, and put under a key that is its content's hash. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Deployment, Values } from './deployment.ts';
import { step } from './tools.ts';

const advice =
  'Try npm run package -w lambda by itself (elsewhere than on Linux x64 Docker does it); who deploys needs s3:PutObject and s3:GetObject on the bundle bucket.';

/** Puts function.zip into lambda/dist, as `npm run package -w lambda` does. */
const packageByDocker = [
  ...['build', '--platform', 'linux/amd64', '--target', 'zip', '--output', 'lambda/dist'],
  ...['-f', 'lambda/Dockerfile', '.'],
];

/** Its key in the bundle bucket; the same content has the same key, and is not sent again. */
export function uploadBundle(
  { tools, platform }: Deployment,
  { BundleBucket = '' }: Values,
): Promise<string> {
  return step('Uploading the Lambda', advice, async () => {
    // With its native library for Lambda's processor, which npm installs on such a machine alone.
    if (platform === 'linux-x64') await tools.run('npm', ['run', '--silent', 'package', '-w', 'lambda']);
    else await tools.run('docker', packageByDocker);
    if (tools.dryRun) {
      await tools.change('s3', 'cp', 'function.zip', `s3://${BundleBucket}/lambda/<sha256>.zip`);
      return 'lambda/sha256-of-its-content.zip';
    }
    const file = join(tools.folder, 'lambda', 'dist', 'function.zip');
    const zip = await readFile(file);
    const key = `lambda/${createHash('sha256').update(zip).digest('hex').slice(0, 40)}.zip`;
    if (await exists(tools, BundleBucket, key)) return key;
    await tools.change('s3', 'cp', '--only-show-errors', file, `s3://${BundleBucket}/${key}`);
    tools.log(`bundle: ${key}, ${String(Math.round(zip.length / 1024))} KiB`);
    return key;
  });
}

async function exists(tools: Deployment['tools'], bucket: string, key: string): Promise<boolean> {
  try {
    await tools.ask('s3api', 'head-object', '--bucket', bucket, '--key', key);
    return true;
  } catch (error) {
    if (String(error).includes('404')) return false;
    throw error;
  }
}

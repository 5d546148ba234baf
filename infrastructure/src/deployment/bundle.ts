/** The Lambdas' bundles: built, zipped, and put under keys that are their content's hash. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Deployment, Values } from './deployment.ts';
import { step } from './tools.ts';

const advice =
  'Try npm run package -w lambda by itself (elsewhere than on Linux x64 Docker does it); where it makes no decoder.zip, npm install --include=optional; who deploys needs s3:PutObject and s3:GetObject on the bundle bucket.';

/** Puts both zips into lambda/dist, as `npm run package -w lambda` does. */
const packageByDocker = [
  ...['build', '--platform', 'linux/amd64', '--target', 'zip', '--output', 'lambda/dist'],
  ...['-f', 'lambda/Dockerfile', '.'],
];

/**
 * The inspector's key in the bundle bucket; the decoder's is the same behind `decoder/`. The same content has the same
 * key, and is not sent again.
 */
export function uploadBundle(
  { tools, platform }: Deployment,
  { BundleBucket = '' }: Values,
): Promise<string> {
  return step('Uploading the Lambda', advice, async () => {
    // With its native library for Lambda's processor, which npm installs on such a machine alone.
    if (platform === 'linux-x64') await tools.run('npm', ['run', '--silent', 'package', '-w', 'lambda']);
    else await tools.run('docker', packageByDocker);
    if (tools.dryRun) {
      await tools.change('s3', 'cp', 'decoder.zip', `s3://${BundleBucket}/decoder/lambda/<sha256>.zip`);
      await tools.change('s3', 'cp', 'function.zip', `s3://${BundleBucket}/lambda/<sha256>.zip`);
      return 'lambda/sha256-of-its-content.zip';
    }
    const files = ['function.zip', 'decoder.zip'].map((name) => join(tools.folder, 'lambda', 'dist', name));
    // Without decoder.zip npm has left FFmpeg's decoders out.
    const zips = await Promise.all(files.map((file) => readFile(file)));
    const hash = createHash('sha256');
    for (const zip of zips) hash.update(zip);
    const key = `lambda/${hash.digest('hex').slice(0, 40)}.zip`;
    // The decoder's goes first: where the inspector's is, both are.
    if (await exists(tools, BundleBucket, key)) return key;
    for (const [file, target] of [
      [files[1], `decoder/${key}`],
      [files[0], key],
    ] as const) {
      await tools.change('s3', 'cp', '--only-show-errors', file ?? '', `s3://${BundleBucket}/${target}`);
    }
    const kib = zips.map(({ length }) => String(Math.round(length / 1024)));
    tools.log(`bundles: ${key}, ${kib.join(' and ')} KiB`);
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

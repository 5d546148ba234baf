/** Both images: built from the commit, and pushed under its name. */
import type { Deployment, Values } from './deployment.ts';
import { step } from './tools.ts';

const advice =
  'Docker must run (docker info), and who deploys needs the ECR rights of deploy-role.yaml. An image that is there already is not built again: name it by --set ImageTag=<commit>.';

/** The tag, which is the commit; a registry that has both is left alone. */
export function pushImages(deployment: Deployment, outputs: Values): Promise<string> {
  const { tools, project } = deployment;
  return step('Building and pushing the images', advice, async () => {
    const tag = await committed(deployment);
    const images = [
      { name: 'api', uri: outputs.ApiRepositoryUri ?? '', build: ['-f', 'backend/Dockerfile', '.'] },
      { name: 'nginx', uri: outputs.NginxRepositoryUri ?? '', build: ['infrastructure/nginx'] },
    ];
    const missing: typeof images = [];
    for (const image of images)
      if (!(await exists(deployment, `${project}/${image.name}`, tag))) missing.push(image);
    if (missing.length > 0) await signIn(deployment, missing[0]?.uri ?? '');
    for (const { name, uri, build } of missing) {
      tools.log(`image ${name}: building ${tag}`);
      // One image alone, as Lambda and ECR's scan want it, whatever this machine's processor is.
      const what = ['--platform', 'linux/amd64', '--provenance=false', '-t', `${uri}:${tag}`];
      await tools.run('docker', ['build', ...what, ...build]);
      await tools.run('docker', ['push', '--quiet', `${uri}:${tag}`]);
    }
    return tag;
  });
}

/** What is deployed is a commit, so that it can be found again. */
async function committed({ tools }: Deployment): Promise<string> {
  const changed = await tools.read('git', ['status', '--porcelain', '--untracked-files=no']);
  if (changed !== '')
    throw new Error(`There are changes that no commit holds:\n${changed}\nCommit them, or put them away.`);
  return tools.read('git', ['rev-parse', '--short=12', 'HEAD']);
}

/** By password on standard input: nobody on this machine can read it there. */
async function signIn({ tools }: Deployment, uri: string): Promise<void> {
  const [registry = ''] = uri.split('/');
  const login = ['login', '--username', 'AWS', '--password-stdin', registry];
  if (tools.dryRun) {
    tools.log('  aws ecr get-login-password');
    await tools.run('docker', login);
  } else await tools.run('docker', login, await tools.readFromAws('ecr', 'get-login-password'));
}

async function exists({ tools }: Deployment, repository: string, tag: string): Promise<boolean> {
  try {
    const image = ['--repository-name', repository, '--image-ids', `imageTag=${tag}`];
    await tools.ask('ecr', 'describe-images', ...image);
    return true;
  } catch (error) {
    const text = String(error);
    if (text.includes('ImageNotFoundException')) return false;
    // Before the first deployment a dry run finds no repository either.
    if (tools.dryRun && text.includes('RepositoryNotFoundException')) return false;
    throw error;
  }
}

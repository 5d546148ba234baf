/** The web app: built, sent, and seen at once. */
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Deployment, Values } from './deployment.ts';
import { step } from './tools.ts';

/** Vite puts a hash of the content into the names below assets/; everything else changes under its name. */
const immutable = 'public, max-age=31536000, immutable';
const revalidated = 'no-cache';
const advice =
  'Try npm run build -w frontend by itself; who deploys needs s3:PutObject on the site bucket and cloudfront:CreateInvalidation on its distribution. Until then the page before this one is served.';

/**
 * First what is new under names of its own, then the page that names it: whoever comes in between gets a page
 * whose files are all there. Old assets stay for pages that are open.
 */
export function publishSite({ tools }: Deployment, outputs: Values): Promise<void> {
  const { SiteBucket = '', SiteDistribution = '' } = outputs;
  return step('Publishing the web app', advice, async () => {
    const siteFolder = join(tools.folder, 'frontend', 'dist');
    await tools.run('npm', ['run', '--silent', 'build', '-w', 'frontend']);
    const copy = (from: string, to: string, cacheControl: string, ...more: string[]) =>
      tools.change(
        ...['s3', 'cp', '--only-show-errors', from, `s3://${SiteBucket}/${to}`],
        ...['--cache-control', cacheControl, ...more],
      );
    const leaveOut = ['--exclude', 'assets/*', '--exclude', 'index.html'];
    await copy(join(siteFolder, 'assets'), 'assets/', immutable, '--recursive');
    await copy(siteFolder, '', revalidated, '--recursive', ...leaveOut);
    const page = ['--content-type', 'text/html; charset=utf-8'];
    await copy(join(siteFolder, 'index.html'), 'index.html', revalidated, ...page);
    const named = ['--distribution-id', SiteDistribution, '--paths', ...(await changingPaths(siteFolder))];
    await tools.change('cloudfront', 'create-invalidation', ...named);
  });
}

/** What browsers ask for by names that do not change. */
async function changingPaths(siteFolder: string): Promise<string[]> {
  const entries = await readdir(siteFolder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => `/${relative(siteFolder, join(entry.parentPath, entry.name)).split(sep).join('/')}`)
    .filter((path) => !path.startsWith('/assets/'));
  return paths.length > 0 ? paths.sort() : ['/index.html'];
}

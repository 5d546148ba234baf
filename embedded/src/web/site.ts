/** The built web app in memory: a few hundred KB, read once, compressed once. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface SiteFile {
  body: Buffer;
  gzipped?: Buffer;
  contentType: string;
  cacheControl: string;
  etag: string;
}

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * Files by URL path. The API's address is written into the page's meta element, which is empty as built.
 * @throws {Error} when the app has not been built.
 */
export async function loadSite(
  root: string,
  settings: { apiUrl: string },
): Promise<{ files: Map<string, SiteFile>; index: SiteFile }> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = new Map<string, SiteFile>();
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const urlPath = `/${relative(root, path).split(sep).join('/')}`;
    let body = await readFile(path);
    if (urlPath === '/index.html') {
      const page = body
        .toString('utf8')
        .replace(/(name="media-feed:api-url"\s+content=")(")/, `$1${settings.apiUrl}$2`);
      body = Buffer.from(page);
    }
    files.set(urlPath, describe(urlPath, body));
  }
  const index = files.get('/index.html');
  if (!index)
    throw new Error(`The web app is not built: ${root} has no index.html. Run: npm run build -w frontend`);
  return { files: files.set('/', index), index };
}

function describe(urlPath: string, body: Buffer): SiteFile {
  const contentType = contentTypes[extname(urlPath)] ?? 'application/octet-stream';
  const compressible = /^text|json|svg|manifest/.test(contentType) && body.length > 1024;
  return {
    body,
    ...(compressible && { gzipped: gzipSync(body, { level: 9 }) }),
    contentType,
    // Vite puts a hash of the content into the names below /assets/.
    cacheControl: urlPath.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
  };
}

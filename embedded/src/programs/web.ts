/**
 * Serves the built web app with the security headers of production, and the API below the prefixes that belong to it,
 * as CloudFront does; unknown paths are the SPA's own.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathOwner } from '@media-feed/contract/path-prefixes';
import { required, runProgram } from './lifecycle.ts';
import { createApiProxy } from '../web/api-proxy.ts';
import { loadSite, type SiteFile } from '../web/site.ts';
import { securityHeaders } from '../web/security-headers.ts';

export interface WebReady {
  url: string;
}

runProgram<WebReady>(async () => {
  const apiUrl = required('API_URL');
  const site = await loadSite(required('WEB_ROOT'), { apiUrl });
  const headers = securityHeaders({
    apiOrigin: apiUrl,
    storageOrigin: required('STORAGE_PUBLIC_ENDPOINT'),
    mediaOrigin: required('MEDIA_BASE_URL'),
  });
  const port = Number(required('WEB_PORT'));
  // In a container the API has another address than in the browser.
  const api = createApiProxy(process.env.API_INTERNAL_URL ?? apiUrl);

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const owner = pathOwner(pathname);
    if (owner === 'api') {
      api.forward(request, response);
      return;
    }
    if (owner === 'hidden') {
      response.writeHead(404, headers).end();
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...headers, allow: 'GET, HEAD' }).end();
      return;
    }
    const file = site.files.get(pathname) ?? (pathname.startsWith('/assets/') ? undefined : site.index);
    if (!file) {
      response.writeHead(404, headers).end();
      return;
    }
    // The refresh cookie belongs to "localhost"; a page on 127.0.0.1 could never send it (SameSite=Strict).
    if (file === site.index && request.headers.host?.startsWith('127.0.0.1:')) {
      response
        .writeHead(302, {
          ...headers,
          location: `http://localhost:${String(portOf(server))}${request.url ?? '/'}`,
        })
        .end();
      return;
    }
    send(file);

    function send(found: SiteFile): void {
      const gzip = found.gzipped && /\bgzip\b/.test(String(request.headers['accept-encoding']));
      const body = gzip && found.gzipped ? found.gzipped : found.body;
      if (request.headers['if-none-match'] === found.etag) {
        response.writeHead(304, { ...headers, etag: found.etag, 'cache-control': found.cacheControl }).end();
        return;
      }
      response.writeHead(200, {
        ...headers,
        'content-type': found.contentType,
        'content-length': body.length,
        'cache-control': found.cacheControl,
        etag: found.etag,
        ...(found.gzipped && { vary: 'accept-encoding' }),
        ...(gzip && { 'content-encoding': 'gzip' }),
      });
      response.end(request.method === 'HEAD' ? undefined : body);
    }
  });
  await new Promise<void>((resolve, reject) => {
    // In a container, what is published on loopback arrives from outside.
    server.once('error', reject).listen(port, process.env.HOST ?? '127.0.0.1', resolve);
  });
  return {
    ready: { url: `http://localhost:${String(portOf(server))}` },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        api.close();
      }),
  };
});

const portOf = (server: Server) => (server.address() as AddressInfo).port;

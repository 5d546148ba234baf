import { pathOwner } from '@media-feed/contract/path-prefixes';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { readRobotsAi, robotsTxt } from './robots.ts';
import { defineConfig, type Plugin, type ProxyOptions } from 'vite';

/** The development server fills in the API's address as the production web server does at run time. */
function injectApiUrl(apiUrl: string): Plugin {
  return {
    name: 'media-feed:api-url',
    apply: 'serve',
    transformIndexHtml: (html) =>
      html.replace('name="media-feed:api-url" content=""', `name="media-feed:api-url" content="${apiUrl}"`),
  };
}

/** A file of the site, by the setting at build time. */
function emitRobots(): Plugin {
  return {
    name: 'media-feed:robots',
    apply: 'build',
    generateBundle() {
      const source = robotsTxt(readRobotsAi(process.env.ROBOTS_AI));
      this.emitFile({ type: 'asset', fileName: 'robots.txt', source });
    },
  };
}

const apiUrl = process.env.API_URL ?? 'http://localhost:3000';

/** The API under the web app's own host, as CloudFront has it in production. */
function apiProxy(target: string): Record<string, ProxyOptions> {
  return {
    '/': {
      target,
      // What is the web app's own goes on to Vite; what is nobody's business outside, such as metrics, does not exist.
      bypass: (request) => {
        const owner = pathOwner((request.url ?? '/').split('?', 1)[0] ?? '/');
        return owner === 'api' ? undefined : owner === 'hidden' ? false : request.url;
      },
    },
  };
}

export default defineConfig({
  plugins: [react(), tailwindcss(), injectApiUrl(apiUrl), emitRobots()],
  server: {
    host: '127.0.0.1',
    port: Number(process.env.WEB_PORT ?? 5173),
    strictPort: true,
    proxy: apiProxy(process.env.API_INTERNAL_URL ?? apiUrl),
  },
  build: {
    // light-dark() and popover must reach the browser as they are written.
    target: ['chrome123', 'edge123', 'firefox128', 'safari17.5'],
    // Everything is a file of its own, so that the content security policy needs no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // These only declare; what a page does not use of them need not be shipped.
      treeshake: {
        moduleSideEffects: (id) => !/\/(contract\/src|uploader\/src|zod)\//.test(id),
        manualPureFunctions: ['z', 'lineOfText', 'integerParameter'],
      },
    },
  },
});

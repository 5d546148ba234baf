import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The development server fills in the API's address as the production web server does at run time. */
function injectApiUrl(apiUrl: string): Plugin {
  return {
    name: 'media-feed:api-url',
    apply: 'serve',
    transformIndexHtml: (html) =>
      html.replace('name="media-feed:api-url" content=""', `name="media-feed:api-url" content="${apiUrl}"`),
  };
}

export default defineConfig({
  plugins: [react(), tailwindcss(), injectApiUrl(process.env.API_URL ?? 'http://localhost:3000')],
  server: { host: '127.0.0.1', port: Number(process.env.WEB_PORT ?? 5173), strictPort: true },
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

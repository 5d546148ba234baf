import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readApiUrl } from '../lib/api-client/api-url.ts';
import { loadTooltips } from '../components/tooltip.tsx';
import { App, preloadPages } from './app.tsx';
import { ServicesProvider } from './services-provider.tsx';
import { createServices } from './services.ts';
import { startServices } from './start-services.ts';
import './styles.css';

const services = createServices(readApiUrl(document));
startServices(services);

window.addEventListener('load', () => {
  setTimeout(() => {
    preloadPages();
    loadTooltips().catch(() => undefined); // the browser's own do as well
  }, 1500);
});

const element = document.getElementById('root');
if (!element) throw new Error('index.html has no #root');
const root = createRoot(element);

const render = (): void => {
  root.render(
    <StrictMode>
      <ServicesProvider services={services}>
        <App />
      </ServicesProvider>
    </StrictMode>,
  );
};
// Where its words do not come, the page is better in English than not at all. No top-level await: chunks that are
// loaded here import this module.
void services.texts.start().then(render, render);

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readApiUrl } from '../lib/api-client/api-url.ts';
import { App, preloadPages } from './app.tsx';
import { ServicesProvider } from './services-provider.tsx';
import { createServices } from './services.ts';
import { startServices } from './start-services.ts';
import './styles.css';

const services = createServices(readApiUrl(document));
startServices(services);

window.addEventListener('load', () => {
  setTimeout(preloadPages, 1500);
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <ServicesProvider services={services}>
      <App />
    </ServicesProvider>
  </StrictMode>,
);

/** The backend's own entry, unchanged; ready when its /health/ready answers 200. */
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { endWithParent, required } from './lifecycle.ts';

export interface ApiReady {
  url: string;
}

// The backend knows signals; the end of its parent is noticed here.
endWithParent(() => process.kill(process.pid, 'SIGTERM'));

// Not awaited: the entry runs until the process receives a signal.
void import(pathToFileURL(required('BACKEND_MAIN')).href);

const url = `http://127.0.0.1:${required('API_PORT')}`;
for (;;) {
  const response = await fetch(`${url}/health/ready`).catch(() => undefined);
  await response?.arrayBuffer();
  if (response?.ok) break;
  await sleep(50);
}
process.send?.({ ready: { url } satisfies ApiReady });

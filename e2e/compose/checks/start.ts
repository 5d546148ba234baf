/** What must be true right after `up`, without a step by hand. */
import { visitor } from '@media-feed/testing/users';
import type { Composition } from '../composition.ts';

const services = ['database', 'localstack', 'backend', 'frontend', 'edge'];

/** All are healthy, and none had to be started twice to find what it needs. */
export async function allHealthyAtOnce({ compose, docker }: Composition): Promise<void> {
  for (const service of services) {
    const id = await compose(['ps', '-q', service]);
    const state = await docker(['inspect', '-f', '{{.State.Health.Status}} {{.RestartCount}}', id]);
    if (state !== 'healthy 0') throw new Error(`${service} is ${state}, not healthy with 0 restarts`);
  }
}

export async function everyDoorAnswers({ apiUrl, webUrl, edgeUrl }: Composition): Promise<void> {
  await visitor(apiUrl)('listFeedPage', { query: {} });
  const page = await (await fetch(webUrl)).text();
  if (!page.includes(`content="${apiUrl}"`)) throw new Error('The web app does not know where the API is');
  const { status } = await fetch(`${edgeUrl}/uploads/anything`);
  if (status !== 403)
    throw new Error(`The edge answers ${String(status)}, not 403, for a key outside media/`);
}

/** Nobody is root in what we build. */
export async function nobodyIsRoot({ exec }: Composition): Promise<void> {
  for (const service of ['backend', 'frontend', 'edge']) {
    const { stdout } = await exec(service, ['id', '-u']);
    if (stdout.trim() === '' || stdout.trim() === '0')
      throw new Error(`${service} runs as user ${stdout.trim()}`);
  }
}

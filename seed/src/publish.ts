import { eventually } from '@media-feed/testing/eventually';
import { upload } from '@media-feed/testing/users';
import type { DemoUser } from './demo-users.ts';
import type { MadeFile } from './work.ts';

export interface Published {
  readonly mediaId: string;
  readonly owner: DemoUser;
}

const patienceMs = 120_000;

/** Resolves once the file is in the feed, with its description. @throws {Error} where it was refused. */
export async function publish(owner: DemoUser, { alt, ...file }: MadeFile): Promise<Published> {
  const mediaId = await upload(owner, file);
  const parameters = { mediaId };
  await owner.call('changeMedia', { parameters, body: { altText: alt } });
  const item = await eventually(
    () => owner.call('getMedia', { parameters }),
    ({ status }) => status !== 'PENDING',
    { what: `${file.fileName} to be inspected`, timeoutMs: patienceMs, pauseMs: 150 },
  );
  if (item.status !== 'READY') {
    throw new Error(`${file.fileName} was refused: ${item.rejection?.detail ?? item.status}`);
  }
  return { mediaId, owner };
}

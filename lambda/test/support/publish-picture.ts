/** A picture through inspection and publication in this process, without storage, queue or sandbox. */
import { inspectAndPublish } from '../../src/inspect-and-publish.ts';
import { defaultInspectionLimits } from '../../src/inspect/inspection.ts';
import { bufferReader } from '../../src/inspect/ranged-reader.ts';
import type { SandboxResult } from '../../src/sandbox/messages.ts';

export interface PublishedPicture {
  readonly result: SandboxResult;
  /** Smallest first. */
  readonly renditions: readonly Uint8Array[];
}

export async function publishPictureBytes(file: Uint8Array, contentType: string): Promise<PublishedPicture> {
  const renditions: Uint8Array[] = [];
  const result = await inspectAndPublish(bufferReader(file), { contentType }, defaultInspectionLimits, {
    accepted: () => undefined,
    write: ({ bytes }) => {
      renditions.push(bytes);
      return Promise.resolve();
    },
  });
  return { result, renditions };
}

/** "READY", or the reason of the rejection. */
export const outcomeOfPublishing = ({ result }: PublishedPicture): string =>
  result.outcome === 'READY' ? 'READY' : result.reason;

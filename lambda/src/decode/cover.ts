/** The picture that a sound carries: looked at and encoded anew as if it had been uploaded. */
import type { AttachedImage, Input } from 'mediabunny';
import type { MadeRendition } from '../sandbox/messages.ts';
import { inspect, inspectToTheEnd } from '../inspect/inspect.ts';
import type { InspectionLimits } from '../inspect/inspection.ts';
import { bufferReader } from '../inspect/ranged-reader.ts';
import { publishPicture } from '../publish/pictures.ts';
import type { WritePiece } from '../publish/write-piece.ts';

interface Cover {
  readonly renditions: readonly MadeRendition[];
  readonly placeholder: string | null;
}

/** Undefined where there is none, or none that would be published as an upload. */
export async function publishCover(
  input: Input,
  limits: InspectionLimits,
  write: WritePiece,
): Promise<Cover | undefined> {
  const { images = [] } = await input.getMetadataTags();
  const image: AttachedImage | undefined = images.find(({ kind }) => kind === 'coverFront') ?? images[0];
  if (!image) return undefined;
  const reader = bufferReader(image.data);
  const first = await inspect(reader, { contentType: '' }, limits);
  if (first.outcome === 'REJECTED' || first.target !== 'image') return undefined;
  const found = await inspectToTheEnd(reader, first, limits);
  if (found.outcome === 'REJECTED') return undefined;
  const made = await publishPicture(reader, found, limits, write);
  return made.outcome === 'READY' ? made : undefined;
}

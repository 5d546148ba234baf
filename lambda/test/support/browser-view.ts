/// <reference lib="dom" />
/** What headless Chromium sees of a picture. */
import { openPage } from './browser-page.ts';

interface View {
  /** As an element shows it; undefined where it shows nothing. */
  readonly size: readonly [width: number, height: number] | undefined;
  /** Whether its decoder calls every frame complete. */
  readonly isWhole: boolean;
  /** Red, green and blue at the asked places. */
  readonly colours: readonly (readonly number[])[];
}

type Places = readonly (readonly [x: number, y: number])[];

export interface Viewer {
  /** @param places as fractions of width and height. */
  view(bytes: Uint8Array, mimeType: string, places?: Places): Promise<View>;
  /** Red, green, blue and alpha at the asked places of every frame of an animation. */
  viewFrames(bytes: Uint8Array, mimeType: string, places: Places): Promise<number[][][]>;
  readonly close: () => Promise<void>;
}

export async function openViewer(): Promise<Viewer> {
  const { page, close } = await openPage();
  return {
    view: (bytes, mimeType, places = []) =>
      page.evaluate(look, { base64: Buffer.from(bytes).toString('base64'), mimeType, places }),
    viewFrames: (bytes, mimeType, places) =>
      page.evaluate(lookAtFrames, { base64: Buffer.from(bytes).toString('base64'), mimeType, places }),
    close,
  };
}

interface Question {
  base64: string;
  mimeType: string;
  places: Places;
}

/** Runs in the page. */
async function look({ base64, mimeType, places }: Question): Promise<View> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([bytes], { type: mimeType }));
  const isShown = await image.decode().then(
    () => true,
    () => false,
  );
  URL.revokeObjectURL(image.src);
  const isWhole = await everyFrameIsComplete().catch(() => false);
  const size = [image.naturalWidth, image.naturalHeight] as const;
  return { size: isShown ? size : undefined, isWhole: isShown && isWhole, colours: isShown ? colours() : [] };

  async function everyFrameIsComplete(): Promise<boolean> {
    const decoder = new ImageDecoder({ data: bytes, type: mimeType });
    await decoder.tracks.ready;
    await decoder.completed;
    const frames = decoder.tracks.selectedTrack?.frameCount ?? 0;
    for (let frameIndex = 0; frameIndex < frames; frameIndex += 1) {
      const { complete } = await decoder.decode({ frameIndex, completeFramesOnly: true });
      if (!complete) return false;
    }
    return frames > 0;
  }

  function colours(): number[][] {
    const canvas = new OffscreenCanvas(size[0], size[1]);
    const context = canvas.getContext('2d', { colorSpace: 'srgb' });
    context?.drawImage(image, 0, 0);
    return places.map(([x, y]) => [
      ...(context?.getImageData(Math.floor(x * size[0]), Math.floor(y * size[1]), 1, 1).data.subarray(0, 3) ??
        []),
    ]);
  }
}

/** Runs in the page. */
async function lookAtFrames({ base64, mimeType, places }: Question): Promise<number[][][]> {
  const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const decoder = new ImageDecoder({ data, type: mimeType });
  await decoder.tracks.ready;
  await decoder.completed;
  const frames: number[][][] = [];
  for (let frameIndex = 0; frameIndex < (decoder.tracks.selectedTrack?.frameCount ?? 0); frameIndex += 1) {
    const { image } = await decoder.decode({ frameIndex });
    const [width, height] = [image.displayWidth, image.displayHeight];
    const context = new OffscreenCanvas(width, height).getContext('2d', { colorSpace: 'srgb' });
    context?.drawImage(image, 0, 0);
    frames.push(
      places.map(([x, y]) => [
        ...(context?.getImageData(Math.floor(x * width), Math.floor(y * height), 1, 1).data ?? []),
      ]),
    );
    image.close();
  }
  return frames;
}

/**
 * What Chromium, a reader that is not ours, makes of a file: whether it shows or plays it whole, its size, frames,
 * length, some of its pictures and the course of its sound.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findBrowser } from '../../.ci/find-browser.ts';

export interface Seen {
  /** False where it can't decode the file, or decodes a part of it only. */
  readonly whole: boolean;
  readonly width?: number;
  readonly height?: number;
  /** Of a picture. */
  readonly frames?: number;
  /** Of a recording; what is missing where Chromium itself does not know. */
  readonly seconds?: number;
  /** Eight rows of eight mean colours, three bytes each in Base64, on grey; of several moments, first to last. */
  readonly pictures?: readonly string[];
  /** Loudness (root mean square, in thousandths) of twenty equal parts; missing where nothing sounds. */
  readonly sound?: readonly number[];
  readonly soundSeconds?: number;
}

export interface Looker {
  /** @param length in seconds, by shares of which pictures of a recording are taken; its own unless told. */
  look(bytes: Uint8Array, mimeType: string, length?: number): Promise<Seen>;
  close(): Promise<void>;
}

const flags = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];
/** A file that hangs the browser is not shown whole. */
const patienceMs = 900_000;

/** Undefined where there is no Chromium. */
export async function startLooker(): Promise<Looker | undefined> {
  const executablePath = findBrowser();
  if (!executablePath) return undefined;
  let current: Uint8Array = new Uint8Array(0);
  // A page of its own origin, in which WebCodecs is there, and the file that is looked at.
  const server = createServer((request, response) => {
    const isFile = request.url === '/file';
    response.writeHead(200, { 'content-type': isFile ? 'application/octet-stream' : 'text/html' });
    response.end(isFile ? current : '<!doctype html><title>corpus</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const browser: Browser = await chromium.launch({ executablePath, args: flags });
  return {
    async look(bytes, mimeType, length) {
      current = bytes;
      const page = await browser.newPage();
      try {
        await page.addInitScript({ content: `globalThis.meanColours = ${meanColours.toString()}` });
        await page.goto(`http://127.0.0.1:${String(port)}/`);
        return await lookIn(page, mimeType, length);
      } finally {
        await page.close();
      }
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

async function lookIn(page: Page, mimeType: string, length: number | undefined): Promise<Seen> {
  const look = mimeType.startsWith('image/')
    ? page.evaluate(lookAtPicture, mimeType)
    : page.evaluate(lookAtRecording, { mimeType, length });
  const { promise, resolve } = Promise.withResolvers<Seen>();
  const timer = setTimeout(resolve, patienceMs, { whole: false });
  try {
    // A page that crashes shows nothing.
    return await Promise.race([look.catch(() => ({ whole: false })), promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs in the page, as a global function of it: of eight rows of eight parts, on grey, red, green and blue in Base64. */
function meanColours(source: CanvasImageSource, fullWidth: number, fullHeight: number): string {
  const side = 8;
  const scale = Math.min(1, 512 / Math.max(fullWidth, fullHeight));
  // A multiple of the parts, so that each has as many pixels.
  const [width, height] = [fullWidth, fullHeight].map(
    (length) => side * Math.ceil((length * scale) / side),
  ) as [number, number];
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#808080';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const sums = new Float64Array(side * side * 3);
  for (let at = 0; at < data.length; at += 4) {
    const row = Math.floor((Math.floor(at / 4 / width) * side) / height);
    const column = Math.floor((((at / 4) % width) * side) / width);
    for (let channel = 0; channel < 3; channel++) {
      const sum = (row * side + column) * 3 + channel;
      sums[sum] = (sums[sum] ?? 0) + (data[at + channel] ?? 0);
    }
  }
  const pixels = (width * height) / side ** 2;
  return btoa(String.fromCharCode(...Array.from(sums, (sum) => Math.round(sum / pixels))));
}

/** Runs in the page. */
async function lookAtPicture(mimeType: string): Promise<Seen> {
  const bytes = await (await fetch('/file')).arrayBuffer();
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([bytes], { type: mimeType }));
  try {
    await image.decode();
  } catch {
    return { whole: false };
  }
  const { naturalWidth: width, naturalHeight: height } = image;
  // Of an animation the first frame alone.
  const pictures = [meanColours(image, width, height)];
  const decoder = new ImageDecoder({ data: bytes, type: mimeType });
  try {
    await decoder.completed;
    await decoder.tracks.ready;
    const frames = decoder.tracks.selectedTrack?.frameCount ?? 0;
    for (let frameIndex = 0; frameIndex < frames; frameIndex++) {
      const { complete, image: frame } = await decoder.decode({ frameIndex, completeFramesOnly: true });
      if (frameIndex > 0 && frameIndex === frames - 1) {
        pictures.push(meanColours(frame, frame.displayWidth, frame.displayHeight));
      }
      frame.close();
      if (!complete) return { whole: false, width, height };
    }
    return { whole: frames > 0, width, height, frames, pictures };
  } catch {
    return { whole: false, width, height };
  } finally {
    decoder.close();
  }
}

/** Runs in the page. */
async function lookAtRecording({
  mimeType,
  length,
}: {
  mimeType: string;
  length: number | undefined;
}): Promise<Seen> {
  const bytes = await (await fetch('/file')).arrayBuffer();
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  const occurs = (...names: string[]) =>
    new Promise<string>((resolve) => {
      for (const name of [...names, 'error'])
        video.addEventListener(name, () => resolve(name), { once: true });
    });
  const loaded = occurs('canplay');
  video.src = URL.createObjectURL(new Blob([bytes], { type: mimeType }));
  if ((await loaded) === 'error') return { whole: false };
  const { duration, videoWidth: width, videoHeight: height } = video;
  const seconds = Number.isFinite(duration) ? duration : undefined;
  // A film of which only the sound plays.
  if (width === 0 && mimeType.startsWith('video/')) return { whole: false };
  const pictures: string[] = [];
  if (width > 0) {
    // Only what is on the page is shown.
    document.body.append(video);
    for (const share of [0.02, 0.5, 0.98]) {
      const sought = occurs('seeked');
      const shown = new Promise<void>((resolve) => video.requestVideoFrameCallback(() => resolve()));
      video.currentTime = share * (length ?? seconds ?? 0);
      if ((await sought) === 'error') return { whole: false };
      // The event comes before its picture: until then the one of another moment would be drawn.
      await shown;
      pictures.push(meanColours(video, width, height));
    }
  }
  const sound = await listen();
  if (sound === 'broken' || (!sound && width === 0)) return { whole: false };
  return {
    whole: true,
    ...(width > 0 && { width, height, pictures }),
    ...(seconds !== undefined && { seconds }),
    ...sound,
  };

  async function listen(): Promise<Pick<Seen, 'sound' | 'soundSeconds'> | 'broken' | undefined> {
    let buffer: AudioBuffer;
    try {
      buffer = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(bytes.slice(0));
    } catch {
      // A film without sound, or what can't be decoded: an audio file that plays is decoded here as well.
      return width > 0 ? undefined : 'broken';
    }
    const channels = Array.from({ length: buffer.numberOfChannels }, (_, channel) =>
      buffer.getChannelData(channel),
    );
    const loudness = Array.from({ length: 20 }, (_, part) => {
      const from = Math.floor((part * buffer.length) / 20);
      const to = Math.floor(((part + 1) * buffer.length) / 20);
      let squares = 0;
      for (const samples of channels) for (let at = from; at < to; at++) squares += (samples[at] ?? 0) ** 2;
      return Math.round(1000 * Math.sqrt(squares / Math.max(1, (to - from) * channels.length)));
    });
    return { sound: loudness, soundSeconds: buffer.duration };
  }
}

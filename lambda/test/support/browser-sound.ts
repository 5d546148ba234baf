/// <reference lib="dom" />
/** What headless Chromium hears of a recording. */
import { openPage } from './browser-page.ts';

interface Heard {
  /** Of the decoded samples; undefined where the decoder gives up. */
  readonly seconds: number | undefined;
  /** Seconds from the beginning to the first sample that can be heard. */
  readonly silenceSeconds: number;
}

export interface Listener {
  listen(bytes: Uint8Array): Promise<Heard>;
  readonly close: () => Promise<void>;
}

export async function openListener(): Promise<Listener> {
  const { page, close } = await openPage();
  return { listen: (bytes) => page.evaluate(listen, Buffer.from(bytes).toString('base64')), close };
}

/** Runs in the page. */
async function listen(base64: string): Promise<Heard> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const context = new OfflineAudioContext(1, 48_000, 48_000);
  try {
    const decoded = await context.decodeAudioData(bytes.buffer);
    const first = decoded.getChannelData(0).findIndex((value) => Math.abs(value) > 0.01);
    return { seconds: decoded.duration, silenceSeconds: Math.max(0, first) / decoded.sampleRate };
  } catch {
    return { seconds: undefined, silenceSeconds: 0 };
  }
}

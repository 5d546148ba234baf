/**
 * Puts the frames of an animation one upon the other. The words are those of W3C PNG (third edition) §11.3.6.2,
 * dispose_op and blend_op; GIF and WebP do the same by other names.
 */
import type { AnimationFrame } from './animation.ts';

type Place = Pick<AnimationFrame, 'left' | 'top' | 'width' | 'height'>;

type Drawn = Omit<AnimationFrame, 'decode' | 'delay'>;

/** 8-bit RGBA, alpha not multiplied in. */
export class FrameCanvas {
  readonly pixels: Uint8Array;
  readonly #width: number;
  readonly #height: number;
  /** Makes the canvas ready for the next frame. */
  #dispose: () => void = () => undefined;

  /** Transparent black, as the specification has it. */
  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.pixels = new Uint8Array(width * 4 * height);
  }

  /** @param picture of the frame's size, in the canvas's format. */
  draw(frame: Drawn, picture: Uint8Array): void {
    this.#dispose();
    this.#dispose = this.#disposal(frame);
    const put = frame.blend === 'source' ? replace : blendOver;
    this.#rows(frame, (row, y) => {
      const start = y * frame.width * 4;
      put(row, picture.subarray(start, start + row.length));
    });
  }

  #disposal(frame: Drawn): () => void {
    if (frame.dispose === 'none') return () => undefined;
    if (frame.dispose === 'background') return () => this.#rows(frame, (row) => row.fill(0));
    const before: Uint8Array[] = [];
    this.#rows(frame, (row) => before.push(row.slice()));
    return () => this.#rows(frame, (row, y) => row.set(before[y] ?? []));
  }

  /** What of each row lies within the canvas. */
  #rows({ left, top, width, height }: Place, visit: (row: Uint8Array, y: number) => void): void {
    const visible = Math.min(width, this.#width - left);
    if (visible <= 0) return;
    for (let y = 0; y < Math.min(height, this.#height - top); y += 1) {
      const start = ((top + y) * this.#width + left) * 4;
      visit(this.pixels.subarray(start, start + visible * 4), y);
    }
  }
}

const replace = (under: Uint8Array, over: Uint8Array): void => under.set(over);

/** §13.16, «Alpha channel processing», solved for colours that alpha is not multiplied into. */
function blendOver(under: Uint8Array, over: Uint8Array): void {
  for (let at = 0; at < over.length; at += 4) {
    const alpha = over[at + 3] ?? 0;
    if (alpha === 0) continue;
    const left = ((under[at + 3] ?? 0) * (255 - alpha)) / 255;
    const sum = alpha + left;
    for (let channel = at; channel < at + 3; channel += 1) {
      under[channel] = Math.round(((over[channel] ?? 0) * alpha + (under[channel] ?? 0) * left) / sum);
    }
    under[at + 3] = Math.round(sum);
  }
}

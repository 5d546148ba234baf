/** Puts the frames of an APNG one upon the other: W3C PNG (third edition) §11.3.6.2, dispose_op and blend_op. */
import type { ApngFrame } from './apng.ts';

type Place = Pick<ApngFrame, 'left' | 'top' | 'width' | 'height'>;

/** 8-bit RGBA, alpha not multiplied in. */
export class ApngCanvas {
  readonly pixels: Uint8Array;
  readonly #rowBytes: number;
  /** Makes the canvas ready for the next frame. */
  #dispose: () => void = () => undefined;

  /** Transparent black, as the specification has it. */
  constructor(width: number, height: number) {
    this.#rowBytes = width * 4;
    this.pixels = new Uint8Array(this.#rowBytes * height);
  }

  /** @param picture of the frame's size, in the canvas's format. */
  draw(frame: ApngFrame, picture: Uint8Array): void {
    this.#dispose();
    this.#dispose = this.#disposal(frame);
    const put = frame.blend === 'source' ? replace : blendOver;
    this.#rows(frame, (row, y) => put(row, picture.subarray(y * row.length, (y + 1) * row.length)));
  }

  #disposal(frame: ApngFrame): () => void {
    if (frame.dispose === 'none') return () => undefined;
    if (frame.dispose === 'background') return () => this.#rows(frame, (row) => row.fill(0));
    const before: Uint8Array[] = [];
    this.#rows(frame, (row) => before.push(row.slice()));
    return () => this.#rows(frame, (row, y) => row.set(before[y] ?? []));
  }

  #rows({ left, top, width, height }: Place, visit: (row: Uint8Array, y: number) => void): void {
    for (let y = 0; y < height; y += 1) {
      const start = (top + y) * this.#rowBytes + left * 4;
      visit(this.pixels.subarray(start, start + width * 4), y);
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

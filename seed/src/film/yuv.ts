/** Pictures as video codecs take them: brightness, and colour at half the resolution (4:2:0). */
import type { Canvas, Size } from '../drawing/canvas.ts';

/** Planes that are filled up to whole macroblocks of 16 × 16. */
export interface YuvFrame extends Size {
  readonly luma: Uint8Array;
  /** Cb and Cr, half as wide and half as high. */
  readonly blue: Uint8Array;
  readonly red: Uint8Array;
}

/** BT.709, limited range (16 to 235, 240): no byte is ever 0. */
export function toYuv(canvas: Canvas): YuvFrame {
  const width = Math.ceil(canvas.width / 16) * 16;
  const height = Math.ceil(canvas.height / 16) * 16;
  const luma = new Uint8Array(width * height);
  const blue = new Uint8Array((width / 2) * (height / 2));
  const red = new Uint8Array(blue.length);
  const { pixels } = canvas;
  for (let row = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2) {
      let [sumR, sumG, sumB] = [0, 0, 0];
      for (let corner = 0; corner < 4; corner += 1) {
        const x = column + (corner & 1);
        const y = row + (corner >> 1);
        // What fills up repeats the edge.
        const from = 3 * (Math.min(y, canvas.height - 1) * canvas.width + Math.min(x, canvas.width - 1));
        const r = clamp(pixels[from] ?? 0);
        const g = clamp(pixels[from + 1] ?? 0);
        const b = clamp(pixels[from + 2] ?? 0);
        luma[y * width + x] = 16.5 + (219 / 255) * (0.2126 * r + 0.7152 * g + 0.0722 * b);
        sumR += r;
        sumG += g;
        sumB += b;
      }
      const at = (row / 2) * (width / 2) + column / 2;
      const y = 0.2126 * sumR + 0.7152 * sumG + 0.0722 * sumB;
      blue[at] = 128.5 + (224 / 255 / 4) * ((sumB - y) / 1.8556);
      red[at] = 128.5 + (224 / 255 / 4) * ((sumR - y) / 1.5748);
    }
  }
  return { width, height, luma, blue, red };
}

const clamp = (value: number) => (value < 0 ? 0 : value > 255 ? 255 : value);

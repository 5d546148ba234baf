import type { Canvas, Size } from './canvas.ts';
import type { Random } from '../random.ts';

/** A picture, as pixels or as shapes. */
export type Drawing = {
  /** What somebody who does not see it is told. */
  readonly alt: string;
} & ({ readonly canvas: Canvas; readonly grain: number } | { readonly svg: string });

/** Pure: the same size and the same random numbers give the same picture. */
export type Scene = (size: Size, random: Random) => Drawing;

export const svg = ({ width, height }: Size, content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`;

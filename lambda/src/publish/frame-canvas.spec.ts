import { describe, expect, it } from '@jest/globals';
import { FrameCanvas } from './frame-canvas.ts';
import type { AnimationFrame } from './animation.ts';

const red = [255, 0, 0, 255];
const blue = [0, 0, 255, 255];
const halfBlue = [0, 0, 255, 128];
const nothing = [0, 0, 0, 0];

type Step = Pick<AnimationFrame, 'left' | 'dispose' | 'blend'> & { pixels: number[][] };

/** Draws one frame after another on a canvas of 3 × 1 pixels, and says how it looks after the last one. */
function draw(...steps: Step[]): number[][] {
  const canvas = new FrameCanvas(3, 1);
  for (const { pixels, ...how } of steps) {
    const frame: AnimationFrame = {
      ...how,
      top: 0,
      width: pixels.length,
      height: 1,
      delay: 0,
      decode: () => new Uint8Array(),
    };
    canvas.draw(frame, new Uint8Array(pixels.flat()));
  }
  return [0, 4, 8].map((at) => [...canvas.pixels.subarray(at, at + 4)]);
}

const ground = { left: 0, dispose: 'none', blend: 'source', pixels: [red, red, red] } as const;
const dot = (dispose: AnimationFrame['dispose']): Step => ({
  left: 1,
  dispose,
  blend: 'source',
  pixels: [blue],
});
const right = { left: 2, dispose: 'none', blend: 'source', pixels: [blue] } as const;
const mutable = (step: { pixels: readonly (readonly number[])[] } & Omit<Step, 'pixels'>): Step => ({
  ...step,
  pixels: step.pixels.map((pixel) => [...pixel]),
});

describe('what becomes of a frame before the next one', () => {
  it.each([
    ['none', [red, blue, blue]],
    ['background', [red, nothing, blue]],
    ['previous', [red, red, blue]],
  ] as const)('%s', (dispose, looks) => {
    expect(draw(mutable(ground), dot(dispose), mutable(right))).toEqual(looks);
  });

  it('leaves nothing of a first frame that asks for what was there before', () => {
    expect(draw({ ...mutable(ground), dispose: 'previous' }, mutable(right))).toEqual([
      nothing,
      nothing,
      blue,
    ]);
  });
});

describe('how a frame lies upon the ones before', () => {
  const upon = (blend: AnimationFrame['blend'], pixels: number[][]) =>
    draw(mutable(ground), { left: 0, dispose: 'none', blend, pixels });

  it('in their place, alpha and all', () => {
    expect(upon('source', [halfBlue, nothing])).toEqual([halfBlue, nothing, red]);
  });

  it('over them', () => {
    expect(upon('over', [halfBlue, nothing, blue])).toEqual([[127, 0, 128, 255], red, blue]);
  });

  it('over nothing', () => {
    expect(draw({ left: 0, dispose: 'none', blend: 'over', pixels: [halfBlue] })).toEqual([
      halfBlue,
      nothing,
      nothing,
    ]);
  });

  it('over what lets through as much', () => {
    const under: Step = { left: 0, dispose: 'none', blend: 'source', pixels: [[255, 0, 0, 128]] };
    const [pixel] = draw(under, { left: 0, dispose: 'none', blend: 'over', pixels: [halfBlue] });
    // A half, and a half of the half that is left: 2 : 1, and three quarters in all.
    expect(pixel).toEqual([85, 0, 170, 192]);
  });
});

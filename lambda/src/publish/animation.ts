/** Frames that are put one upon the other, whatever the format: APNG, GIF or WebP. */

export interface AnimationFrame {
  /** Pixels, on the canvas; a frame may reach out of it. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Milliseconds. */
  readonly delay: number;
  /** What becomes of the frame's place before the next frame. */
  readonly dispose: 'none' | 'background' | 'previous';
  readonly blend: 'source' | 'over';
  /** The frame's own pixels: 8-bit RGBA, alpha not multiplied in. */
  readonly decode: () => Promise<Uint8Array> | Uint8Array;
}

export interface Animation {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** 0 for no end. */
  readonly plays: number;
  readonly frames: readonly AnimationFrame[];
}

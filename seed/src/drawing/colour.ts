/** Colours, mixed in OKLab so that what lies between two of them stays as vivid as they are. */

/** sRGB, each 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** From `#rrggbb`. */
export function hex(text: string): Colour {
  const value = Number.parseInt(text.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

const toLinear = (value: number) => {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
};
const fromLinear = (value: number) => {
  const part = Math.min(1, Math.max(0, value));
  return 255 * (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055);
};

/** Björn Ottosson, «A perceptual color space for image processing». */
function toLab(colour: Colour): Colour {
  const [r, g, b] = [toLinear(colour[0]), toLinear(colour[1]), toLinear(colour[2])];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromLab([lightness, a, b]: Colour): Colour {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

export function mix(from: Colour, to: Colour, share: number): Colour {
  const [a, b] = [toLab(from), toLab(to)];
  return fromLab([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share]);
}

/** Lighter (`by` > 0) or darker, in OKLab's lightness of 0 to 1. */
export function lighten(colour: Colour, by: number): Colour {
  const [lightness, a, b] = toLab(colour);
  return fromLab([Math.min(1, Math.max(0, lightness + by)), a, b]);
}

/** As the eye weighs them, 0 to 255 (BT.709). */
export const brightness = ([red, green, blue]: Colour) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

export const css = (colour: Colour) => `rgb(${colour.map((part) => Math.round(part)).join(' ')})`;

/** A gradient, looked up instead of computed for every pixel. */
export interface Ramp {
  /** RGB after RGB. */
  readonly table: Float32Array;
  readonly steps: number;
}

/** Evenly spaced stops. */
export function rampOf(stops: readonly Colour[], steps = 1024): Ramp {
  const table = new Float32Array(steps * 3);
  const last = stops.length - 1;
  for (let step = 0; step < steps; step += 1) {
    const place = (step / (steps - 1)) * last;
    const index = Math.min(last - 1, Math.floor(place));
    const colour = mix(stops[index] ?? black, stops[index + 1] ?? stops[index] ?? black, place - index);
    table.set(colour, step * 3);
  }
  return { table, steps };
}

/** Where in the table the colour at `share` (0 to 1) begins. */
export function rampOffset(ramp: Ramp, share: number): number {
  const step = Math.round(share * (ramp.steps - 1));
  return 3 * (step < 0 ? 0 : step >= ramp.steps ? ramp.steps - 1 : step);
}

export function rampColour(ramp: Ramp, share: number): Colour {
  const at = rampOffset(ramp, share);
  return [ramp.table[at] ?? 0, ramp.table[at + 1] ?? 0, ramp.table[at + 2] ?? 0];
}

const black: Colour = [0, 0, 0];

/**
 * Pictures whose samples are light in another way than sRGB's, told by numbers of ITU-T H.273: wide gamuts, and light
 * brighter than a screen's white (ITU-R BT.2100). They are made what a browser shows on an ordinary screen.
 */
import type { CodedColour } from '../inspect/inspection.ts';
import type { DeepPicture, RawPicture } from './raw-picture.ts';

type Row = readonly [number, number, number];
type Matrix = readonly [Row, Row, Row];

const identity: Matrix = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** Linear light of these primaries (H.273 table 2) to that of BT.709, both with the white of D65. */
const toBt709: Readonly<Partial<Record<number, Matrix>>> = {
  /** BT.2020. */
  9: [
    [1.660491, -0.587641, -0.07285],
    [-0.12455, 1.1329, -0.008349],
    [-0.018151, -0.100579, 1.11873],
  ],
  /** SMPTE EG 432-1, Display P3. */
  12: [
    [1.22494, -0.22494, 0],
    [-0.042057, 1.042057, 0],
    [-0.019638, -0.078636, 1.098274],
  ],
};

/** What stands for white: 400 cd/m², where browsers show it on a screen that can't get brighter. */
const whiteNits = 400;
/** The brightest light that is told apart; most films and photos are made for it. */
const peakNits = 1000;

/** SMPTE ST 2084 (PQ) in cd/m². */
function pqNits(signal: number): number {
  const [m1, m2, c1, c2, c3] = [0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875];
  const power = signal ** (1 / m2);
  return 10_000 * (Math.max(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1);
}

/** BT.2100 table 5 (HLG): the light of the scene, then a display's gamma of 1.2. */
function hlgNits(signal: number): number {
  const [a, b, c] = [0.17883277, 0.28466892, 0.55991073];
  const scene = signal <= 0.5 ? signal ** 2 / 3 : (Math.exp((signal - c) / a) + b) / 12;
  return peakNits * scene ** 1.2;
}

const srgbLight = (signal: number): number =>
  signal <= 0.04045 ? signal / 12.92 : ((signal + 0.055) / 1.055) ** 2.4;
const srgbSignal = (light: number): number =>
  light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;

/** Light by H.273 table 3, 1 for white; browsers take the curves of cameras for sRGB's. */
const lightOf: Readonly<Partial<Record<number, (signal: number) => number>>> = {
  4: (signal) => signal ** 2.2,
  5: (signal) => signal ** 2.8,
  8: (signal) => signal,
  16: (signal) => pqNits(signal) / whiteNits,
  18: (signal) => hlgNits(signal) / whiteNits,
};

const isBright = (transfer: number): boolean => transfer === 16 || transfer === 18;

export const isOrdinary = ({ primaries, transfer }: CodedColour): boolean =>
  toBt709[primaries] === undefined && lightOf[transfer] === undefined;

/** Where light begins to be pressed together, so that what is brighter than white keeps its shape. */
const knee = 0.5;
/** How fast; chosen to be close to what Chromium does. */
const steepness = 1.7;

function dim(light: number): number {
  if (light <= knee) return light;
  const above = Math.min(1, (light - knee) / (peakNits / whiteNits - knee));
  return knee + ((1 - knee) * (1 + steepness) * above) / (1 + steepness * above);
}

const maxSignal = 65_535;
const lightSteps = 16_384;

/** 8 bits of sRGB; alpha stays. */
export function toOrdinary(picture: DeepPicture, { primaries, transfer }: CodedColour): RawPicture {
  const { width, height, channels } = picture;
  const curve = lightOf[transfer] ?? srgbLight;
  const light = Float32Array.from({ length: maxSignal + 1 }, (_, signal) => curve(signal / maxSignal));
  const finish = isBright(transfer) ? dim : (value: number) => value;
  const brightest = isBright(transfer) ? peakNits / whiteNits : 1;
  const signal = Uint8Array.from({ length: lightSteps + 1 }, (_, step) =>
    Math.round(255 * Math.min(1, srgbSignal(finish((step / lightSteps) ** 2 * brightest)))),
  );
  // Steps are finer where it is dark, where the eye tells more of them apart.
  const signalOf = (value: number): number =>
    signal[Math.round(Math.sqrt(Math.min(1, Math.max(0, value) / brightest)) * lightSteps)] ?? 0;
  const data = new Uint8Array(width * height * channels);
  const matrix = channels >= 3 ? toBt709[primaries] : undefined;
  const coloured = channels >= 3 ? 3 : 1;
  const [[rr, rg, rb], [gr, gg, gb], [br, bg, bb]] = matrix ?? identity;
  const lightAt = (at: number): number => light[picture.data[at] ?? 0] ?? 0;
  for (let at = 0; at < data.length; at += channels) {
    const red = lightAt(at);
    if (coloured === 3) {
      const [green, blue] = [lightAt(at + 1), lightAt(at + 2)];
      data[at] = signalOf(rr * red + rg * green + rb * blue);
      data[at + 1] = signalOf(gr * red + gg * green + gb * blue);
      data[at + 2] = signalOf(br * red + bg * green + bb * blue);
    } else data[at] = signalOf(red);
    if (channels > coloured) data[at + coloured] = (picture.data[at + coloured] ?? maxSignal) >> 8;
  }
  return { data, width, height, channels };
}

/** The colours of landscapes at the times of day. */
import { type Colour, hex, type Ramp, rampOf } from './colour.ts';
import type { Random } from '../random.ts';

export interface Light {
  /** Reads behind "Mountains …". */
  readonly when: string;
  /** From the zenith to the horizon. */
  readonly sky: Ramp;
  readonly sun: Colour;
  readonly cloud: Colour;
  /** What distance fades into. */
  readonly haze: Colour;
  readonly far: Colour;
  readonly near: Colour;
  readonly isNight: boolean;
}

interface Palette {
  when: string;
  sky: string[];
  sun: string;
  cloud: string;
  haze: string;
  far: string;
  near: string;
  isNight?: true;
}

const palettes: readonly Palette[] = [
  {
    when: 'at dawn',
    sky: ['#27335f', '#585b96', '#b3799f', '#ee9c8c', '#ffd9a8', '#fff0cf'],
    sun: '#fff4da',
    cloud: '#ffc4b0',
    haze: '#f9c9a6',
    far: '#b9869f',
    near: '#161a33',
  },
  {
    when: 'in the golden hour',
    sky: ['#3f6a9e', '#7ba6c6', '#d8cfae', '#fbc678', '#ff9f55'],
    sun: '#fff6d8',
    cloud: '#ffe3b3',
    haze: '#ffbe79',
    far: '#c98a5c',
    near: '#2b1b1f',
  },
  {
    when: 'on a clear day',
    sky: ['#2467b8', '#4b92dc', '#93c6f0', '#d9eefa'],
    sun: '#ffffff',
    cloud: '#ffffff',
    haze: '#cfe4f1',
    far: '#86aecb',
    near: '#1c3a35',
  },
  {
    when: 'after sunset',
    sky: ['#17184a', '#41277a', '#8d3590', '#e0567f', '#ff9a66', '#ffd08a'],
    sun: '#ffe3b0',
    cloud: '#ff8f8a',
    haze: '#f2827c',
    far: '#8a3d80',
    near: '#130d2a',
  },
  {
    when: 'in the blue hour',
    sky: ['#08183a', '#163465', '#36639a', '#7ea3c0', '#d3cfc4'],
    sun: '#fdf3dc',
    cloud: '#9db9d2',
    haze: '#93aec5',
    far: '#4c719b',
    near: '#061022',
  },
  {
    when: 'in morning mist',
    sky: ['#9cc3c4', '#c2dad6', '#e4ece4', '#f6f3e6'],
    sun: '#fffdf2',
    cloud: '#ffffff',
    haze: '#e9f0e8',
    far: '#a5c5c1',
    near: '#123f41',
  },
  {
    when: 'in autumn light',
    sky: ['#7f95a8', '#bfc3bd', '#f0dcbc', '#fbe9cf'],
    sun: '#fff8e6',
    cloud: '#fff1dd',
    haze: '#f4dcbb',
    far: '#d29a6a',
    near: '#4a2018',
  },
  {
    when: 'in the far north',
    sky: ['#7fa8d6', '#b3c8e8', '#e6d3e6', '#ffd8d2', '#ffe9d6'],
    sun: '#fff7ee',
    cloud: '#ffe2e2',
    haze: '#f3dbe2',
    far: '#a9b4d6',
    near: '#2a3a5e',
  },
  {
    when: 'under a violet sky',
    sky: ['#2a1c5a', '#5a3fa0', '#9d7fd6', '#dcb8ea', '#ffe0e8'],
    sun: '#fff5f2',
    cloud: '#f0d0ff',
    haze: '#dcc0ee',
    far: '#8d73c4',
    near: '#1d1240',
  },
  {
    when: 'by moonlight',
    sky: ['#030817', '#081530', '#123058', '#2f5c86'],
    sun: '#f4f1e2',
    cloud: '#3d6390',
    haze: '#2d5680',
    far: '#1b3d66',
    near: '#01040c',
    isNight: true,
  },
];

export const isDay = (light: Light) => !light.isNight;

export function lightOf(random: Random, allowed: (light: Light) => boolean = () => true): Light {
  return random.pick(lights.filter(allowed));
}

const lights: readonly Light[] = palettes.map(({ when, sky, sun, cloud, haze, far, near, isNight }) => ({
  when,
  sky: rampOf(sky.map(hex)),
  sun: hex(sun),
  cloud: hex(cloud),
  haze: hex(haze),
  far: hex(far),
  near: hex(near),
  isNight: isNight ?? false,
}));

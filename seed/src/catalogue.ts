/** Everything that can be drawn, filmed and played. */
import { balloons } from './drawing/balloons.ts';
import { city } from './drawing/city.ts';
import { gradient, marbling } from './drawing/colour-fields.ts';
import { contours, paper } from './drawing/cut-paper.ts';
import type { Scene } from './drawing/drawing.ts';
import { dunes } from './drawing/dunes.ts';
import { spiral, tiles } from './drawing/geometry.ts';
import { fern, flowField } from './drawing/lines.ts';
import { lowPoly } from './drawing/low-poly.ts';
import { mountains } from './drawing/mountains.ts';
import { aurora } from './drawing/aurora.ts';
import { milkyWay } from './drawing/milky-way.ts';
import { planet } from './drawing/planet.ts';
import { sea } from './drawing/sea.ts';
import { stainedGlass } from './drawing/stained-glass.ts';
import type { FilmScene } from './film/film-scene.ts';
import { fireworks } from './film/fireworks.ts';
import { bloom, ripples } from './film/loops.ts';
import { orbit, snowfall, waves, windows } from './film/places.ts';
import { bars, bells, box, chords, harp } from './sound/music.ts';
import type { Composition } from './sound/piece.ts';
import { crickets, rain, surf } from './sound/weather.ts';

interface Entry {
  /** What it looks like: two of one subject do not stand side by side. */
  readonly subject: string;
}
interface SceneEntry extends Entry {
  readonly draw: Scene;
  /** Of even colours, which PNG compresses well and any size shows sharply. */
  readonly isFlat?: true;
}

export const landscapes = {
  mountains: { subject: 'mountains', draw: mountains },
  sea: { subject: 'sea', draw: sea },
  dunes: { subject: 'dunes', draw: dunes },
  milkyWay: { subject: 'night', draw: milkyWay },
  aurora: { subject: 'night', draw: aurora },
  planet: { subject: 'space', draw: planet },
  city: { subject: 'city', draw: city },
  balloons: { subject: 'balloons', draw: balloons, isFlat: true },
  lowPoly: { subject: 'mountains', draw: lowPoly, isFlat: true },
} satisfies Record<string, SceneEntry>;

export const patterns = {
  marbling: { subject: 'flow', draw: marbling },
  tiles: { subject: 'tiles', draw: tiles, isFlat: true },
  paper: { subject: 'paper', draw: paper },
  stainedGlass: { subject: 'glass', draw: stainedGlass },
  flowField: { subject: 'flow', draw: flowField },
  contours: { subject: 'paper', draw: contours },
  fern: { subject: 'leaves', draw: fern },
  spiral: { subject: 'flower', draw: spiral, isFlat: true },
  gradient: { subject: 'gradient', draw: gradient },
} satisfies Record<string, SceneEntry>;

export const films = {
  waves: { subject: 'sea', make: waves },
  fireworks: { subject: 'city', make: fireworks },
  orbit: { subject: 'space', make: orbit },
  snowfall: { subject: 'mountains', make: snowfall },
  windows: { subject: 'city', make: windows },
} satisfies Record<string, Entry & { make: FilmScene }>;

/** Films whose end is their beginning. */
export const loops = {
  bloom: { subject: 'flower', make: bloom },
  ripples: { subject: 'flow', make: ripples },
} satisfies Record<string, Entry & { make: FilmScene }>;

export const compositions = {
  rain: { subject: 'rain', compose: rain },
  harp: { subject: 'harp', compose: harp },
  surf: { subject: 'surf', compose: surf },
  bells: { subject: 'bells', compose: bells },
  chords: { subject: 'chords', compose: chords },
  bars: { subject: 'bars', compose: bars },
  crickets: { subject: 'crickets', compose: crickets },
  box: { subject: 'box', compose: box },
} satisfies Record<string, Entry & { compose: Composition }>;

export type Landscape = keyof typeof landscapes;
export type Pattern = keyof typeof patterns;

export const sceneOf = (name: Landscape | Pattern): SceneEntry => ({ ...landscapes, ...patterns })[name];

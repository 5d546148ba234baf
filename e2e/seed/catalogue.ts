/** Everything that can be drawn, filmed and played. */
import { city } from './drawing/city.ts';
import type { Scene } from './drawing/drawing.ts';
import { dunes } from './drawing/dunes.ts';
import { balloons, lowPoly, spiral, stainedGlass, tiles } from './drawing/facets.ts';
import { fern, flowField } from './drawing/lines.ts';
import { mountains } from './drawing/mountains.ts';
import { aurora, milkyWay } from './drawing/night-skies.ts';
import { planet } from './drawing/planet.ts';
import { sea } from './drawing/sea.ts';
import { contours, gradient, marbling, paper } from './drawing/soft.ts';
import { bloom, type FilmScene, fireworks, orbit, ripples, snowfall, waves, windows } from './film/films.ts';
import { bars, bells, box, chords, type Composition, crickets, harp, rain, surf } from './sound/pieces.ts';

const soft = (draw: Scene) => ({ draw, isFlat: false });
const flat = (draw: Scene) => ({ draw, isFlat: true });

export const scenes = {
  mountains: soft(mountains),
  sea: soft(sea),
  dunes: soft(dunes),
  milkyWay: soft(milkyWay),
  aurora: soft(aurora),
  planet: soft(planet),
  city: soft(city),
  gradient: soft(gradient),
  marbling: soft(marbling),
  contours: soft(contours),
  paper: soft(paper),
  flowField: soft(flowField),
  fern: soft(fern),
  stainedGlass: soft(stainedGlass),
  lowPoly: flat(lowPoly),
  tiles: flat(tiles),
  spiral: flat(spiral),
  balloons: flat(balloons),
};

export const films = { waves, fireworks, orbit, snowfall, windows, bloom } satisfies Record<
  string,
  FilmScene
>;

/** Films whose end is their beginning. */
export const loops = { bloom, ripples } satisfies Record<string, FilmScene>;

export const compositions = { harp, rain, bells, surf, box, chords, bars, crickets } satisfies Record<
  string,
  Composition
>;

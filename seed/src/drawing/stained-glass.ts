import { newCanvas } from './canvas.ts';
import { lighten, rampColour, rampOf } from './colour.ts';
import type { Scene } from './drawing.ts';
import { noiseOf, smoothstep } from './noise.ts';
import { palettes } from './palettes.ts';

export const stainedGlass: Scene = (size, random) => {
  const canvas = newCanvas(size);
  const noise = noiseOf(random);
  const palette = random.pick(palettes);
  const { width, height, pixels } = canvas;
  const cell = height / random.between(7, 11);
  const columns = Math.ceil(width / cell) + 4;
  const rows = Math.ceil(height / cell) + 4;
  const ramp = rampOf([...palette.colours, palette.colours[0] ?? palette.ink]);
  const middle = { x: width * random.between(0.3, 0.7), y: height * random.between(0.3, 0.7) };
  const panes = Array.from({ length: columns * rows }, (_, index) => {
    const x = ((index % columns) - 1.5 + random.between(-0.36, 0.36)) * cell;
    const y = (Math.floor(index / columns) - 1.5 + random.between(-0.36, 0.36)) * cell;
    const away = Math.hypot(x - middle.x, y - middle.y) / height;
    return {
      x,
      y,
      colour: lighten(
        rampColour(ramp, (away * 0.95 + random.between(0, 0.16)) % 1),
        random.between(-0.06, 0.07),
      ),
    };
  });
  const lead = cell * 0.035;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const cellX = Math.floor(column / cell) + 2;
      const cellY = Math.floor(row / cell) + 2;
      let [first, second] = [Infinity, Infinity];
      let pane = panes[0];
      let neighbour = panes[0];
      for (let dy = -1; dy <= 1; dy += 1) {
        for (let dx = -1; dx <= 1; dx += 1) {
          const candidate = panes[(cellY + dy) * columns + cellX + dx];
          if (!candidate) continue;
          const distance = (candidate.x - column) ** 2 + (candidate.y - row) ** 2;
          if (distance < first) {
            [second, neighbour, first, pane] = [first, pane, distance, candidate];
          } else if (distance < second) [second, neighbour] = [distance, candidate];
        }
      }
      if (!pane || !neighbour) continue;
      // Distance to the line half-way between the two nearest.
      const border = (second - first) / (2 * Math.hypot(pane.x - neighbour.x, pane.y - neighbour.y));
      const glass = smoothstep(lead, lead + 2, border);
      const bulge = smoothstep(lead, lead + cell * 0.3, border);
      const streak = noise.fractal((column / height) * 6, (row / height) * 14, 3) * 0.13;
      const shine = 0.8 + 0.24 * bulge + streak - ((column - pane.x + row - pane.y) / cell) * 0.12;
      const at = (row * width + column) * 3;
      for (let part = 0; part < 3; part += 1)
        pixels[at + part] = 24 * (1 - glass) + (pane.colour[part] ?? 0) * shine * glass;
    }
  }
  return { canvas, grain: 3, alt: `Stained glass in ${palette.name}` };
};

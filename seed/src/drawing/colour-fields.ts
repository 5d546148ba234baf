/** Colours that run into each other. */
import { newCanvas } from './canvas.ts';
import { type Colour, lighten, rampOf } from './colour.ts';
import type { Scene } from './drawing.ts';
import { noiseOf, smoothstep } from './noise.ts';
import { palettes } from './palettes.ts';

export const gradient: Scene = (size, random) => {
  const canvas = newCanvas(size);
  const noise = noiseOf(random);
  // Between earthen colours lies grey.
  const palette = random.pick(palettes.filter(({ name }) => !/gold|forest|plum|desert/.test(name)));
  const aspect = canvas.width / canvas.height;
  const spots = random.shuffle([...palette.colours, ...palette.colours]).map((colour) => ({
    colour,
    x: random.between(-0.1, 1.1) * aspect,
    y: random.between(-0.1, 1.1),
    reach: random.between(0.22, 0.5),
  }));
  const { width, height, pixels } = canvas;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const u = column / height;
      const v = row / height;
      const x = u + noise.at(u * 1.3, v * 1.3) * 0.22;
      const y = v + noise.at(u * 1.3 + 40, v * 1.3) * 0.22;
      let [total, red, green, blue] = [1e-6, 0, 0, 0];
      for (const spot of spots) {
        const dx = (x - spot.x) / spot.reach;
        const dy = (y - spot.y) / spot.reach;
        const weight = 1 / (0.02 + (dx * dx + dy * dy) ** 1.6);
        total += weight;
        red += spot.colour[0] * weight;
        green += spot.colour[1] * weight;
        blue += spot.colour[2] * weight;
      }
      const at = (row * width + column) * 3;
      pixels[at] = red / total;
      pixels[at + 1] = green / total;
      pixels[at + 2] = blue / total;
    }
  }
  return { canvas, grain: 9, alt: `Soft colours flowing into each other, ${palette.name}` };
};

export const marbling: Scene = (size, random) => {
  const canvas = newCanvas(size);
  const noise = noiseOf(random);
  const palette = random.pick(palettes);
  const ramp = rampOf([
    palette.paper,
    ...random.shuffle(palette.colours),
    palette.ink,
    ...palette.colours.slice(0, 2),
  ]);
  const vein: Colour = random.chance(0.6) ? [240, 205, 130] : lighten(palette.paper, 0.05);
  const { width, height, pixels } = canvas;
  const scale = random.between(1.3, 2);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const x = (column / height) * scale;
      const y = (row / height) * scale;
      // Noise that bends noise that bends noise (Quilez, «Domain warping»).
      const bendX = noise.fractal(x, y, 3);
      const bendY = noise.fractal(x + 5.2, y + 1.3, 3);
      const farX = noise.fractal(x + 1.9 * bendX + 1.7, y + 1.9 * bendY + 9.2, 3);
      const farY = noise.fractal(x + 1.9 * bendX + 8.3, y + 1.9 * bendY + 2.8, 3);
      const value = noise.fractal(x + 1.8 * farX, y + 1.8 * farY, 4);
      const share = 0.5 + value * 0.75 + farX * 0.2;
      const from = 3 * Math.min(ramp.steps - 1, Math.max(0, Math.floor(share * ramp.steps)));
      const layer = Math.abs(((share * 9) % 1) - 0.5);
      const gilt = smoothstep(0.05, 0.012, layer) * smoothstep(0.12, 0.35, farX + 0.3);
      const relief = 1 + (farY + bendX) * 0.16;
      const at = (row * width + column) * 3;
      for (let part = 0; part < 3; part += 1) {
        const value = (ramp.table[from + part] ?? 0) * relief;
        pixels[at + part] = value + ((vein[part] ?? 0) - value) * gilt;
      }
    }
  }
  return { canvas, grain: 4, alt: `Marbled paper in ${palette.name}` };
};

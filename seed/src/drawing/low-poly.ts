import { type Colour, css, lighten, mix, rampColour } from './colour.ts';
import { type Scene, svg } from './drawing.ts';
import { isDay, lightOf } from './light.ts';
import { noiseOf } from './noise.ts';

/** A mountain folded from paper. */
export const lowPoly: Scene = (size, random) => {
  const { width, height } = size;
  const noise = noiseOf(random);
  const light = lightOf(random);
  const cell = height / random.between(20, 28);
  const columns = Math.ceil(width / cell) + 2;
  const rows = Math.ceil(height / cell) + 2;
  const sunX = random.between(0.25, 0.75) * (width / height);
  const peaks = (u: number) => 0.62 - 0.42 * (noise.ridged(u * 1.2, 3, 3) - 0.35);
  const hills = (u: number) => 0.84 - 0.16 * noise.at(u * 1.4, 20);
  const colourAt = (x: number, y: number): Colour => {
    const u = x / height;
    const v = y / height;
    if (v > hills(u)) return lighten(light.near, 0.05 + random.between(-0.025, 0.05));
    if (v > peaks(u)) {
      const depth = v - peaks(u);
      const slope = peaks(u + 0.03) - peaks(u - 0.03);
      const rock = mix(light.far, light.near, 0.25 + depth * 0.9);
      const facing = noise.at(u * 7 + v * 3, v * 5) * 0.1 + (slope * (u < sunX ? -1 : 1) > 0 ? 0.04 : -0.03);
      const lit = lighten(rock, facing + random.between(-0.03, 0.03));
      return depth < 0.07 && isDay(light) ? mix(lit, [250, 251, 255], 0.7 + facing) : lit;
    }
    const sky = lighten(rampColour(light.sky, v / 0.68), random.between(-0.018, 0.018));
    const toSun = Math.hypot(u - sunX, v - 0.38);
    return mix(sky, light.sun, Math.max(0, 0.9 - toSun * 2.4) * 0.75);
  };
  const points = Array.from({ length: columns * rows }, (_, index) => [
    ((index % columns) - 0.5 + random.between(-0.38, 0.38)) * cell,
    (Math.floor(index / columns) - 0.5 + random.between(-0.38, 0.38)) * cell,
  ]);
  const triangles: string[] = [];
  for (let row = 0; row + 1 < rows; row += 1) {
    for (let column = 0; column + 1 < columns; column += 1) {
      const [a, b, c, d] = [0, 1, columns, columns + 1].map(
        (offset) => points[row * columns + column + offset] ?? [0, 0],
      );
      const pair = random.chance(0.5)
        ? [
            [a, b, c],
            [b, d, c],
          ]
        : [
            [a, b, d],
            [a, d, c],
          ];
      for (const corners of pair) {
        const x = corners.reduce((sum, point) => sum + (point?.[0] ?? 0), 0) / 3;
        const y = corners.reduce((sum, point) => sum + (point?.[1] ?? 0), 0) / 3;
        const colour = css(colourAt(x, y));
        const path = corners.map((point) => point?.map((part) => part.toFixed(1)).join(' ')).join('L');
        // The stroke closes the hairlines between neighbours.
        triangles.push(`<path d="M${path}Z" fill="${colour}" stroke="${colour}"/>`);
      }
    }
  }
  return { svg: svg(size, triangles.join('')), alt: `A mountain folded from paper ${light.when}` };
};

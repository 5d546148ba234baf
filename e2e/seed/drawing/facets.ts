/** Pictures made of flat pieces: triangles, panes of glass, tiles, seeds, balloons. */
import type { Random } from '../random.ts';
import { newCanvas, type Size } from './canvas.ts';
import { type Colour, css, lighten, mix, rampColour, rampOf } from './colour.ts';
import type { Scene } from './drawing.ts';
import { isDay, lightOf } from './light.ts';
import { noiseOf, smoothstep } from './noise.ts';
import { palettes } from './palettes.ts';

const svg = ({ width, height }: Size, content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`;

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

/** One tile of the floor; `s` is its side. */
const motifs: readonly ((x: number, y: number, s: number, colours: string[]) => string)[] = [
  (x, y, s, [a]) => `<path d="M${x} ${y}h${s}a${s} ${s} 0 0 1 -${s} ${s}z" fill="${a ?? ''}"/>`,
  (x, y, s, [a]) => `<path d="M${x} ${y + s}v-${s}a${s} ${s} 0 0 1 ${s} ${s}z" fill="${a ?? ''}"/>`,
  (x, y, s, [a, b]) =>
    `<circle cx="${x + s / 2}" cy="${y + s / 2}" r="${s / 2}" fill="${a ?? ''}"/><circle cx="${x + s / 2}" cy="${y + s / 2}" r="${s / 4}" fill="${b ?? ''}"/>`,
  (x, y, s, [a, b]) =>
    `<path d="M${x} ${y}a${s / 2} ${s / 2} 0 0 0 ${s} 0z" fill="${a ?? ''}"/><path d="M${x} ${y + s}a${s / 2} ${s / 2} 0 0 1 ${s} 0z" fill="${b ?? ''}"/>`,
  (x, y, s, [a]) => `<path d="M${x} ${y}L${x + s} ${y + s}H${x}z" fill="${a ?? ''}"/>`,
  (x, y, s, [a, b]) =>
    `<path d="M${x} ${y}h${s}v${s / 2}a${s / 2} ${s / 2} 0 0 0 -${s} 0z" fill="${a ?? ''}"/><circle cx="${x + s / 2}" cy="${y + s * 0.72}" r="${s / 5}" fill="${b ?? ''}"/>`,
  (x, y, s, [a]) =>
    `<path d="M${x} ${y}a${s} ${s} 0 0 0 ${s} ${s}a${s} ${s} 0 0 0 -${s} -${s}" fill="${a ?? ''}"/>`,
  (x, y, s, [a]) =>
    [0, 1, 2, 3]
      .map(
        (i) =>
          `<path d="M${x} ${y + (i + 0.25) * (s / 4)}h${s}" stroke="${a ?? ''}" stroke-width="${s / 10}"/>`,
      )
      .join(''),
];

export const tiles: Scene = (size, random) => {
  const { width, height } = size;
  const palette = random.pick(palettes);
  const side = Math.round(Math.min(width, height) / random.whole(5, 7));
  const colours = [palette.paper, palette.ink, ...palette.colours].map(css);
  const content: string[] = [];
  for (let y = 0; y < height; y += side) {
    for (let x = 0; x < width; x += side) {
      const [ground = '', ...others] = random.shuffle(colours);
      content.push(`<rect x="${x}" y="${y}" width="${side + 1}" height="${side + 1}" fill="${ground}"/>`);
      content.push(random.pick(motifs)(x, y, side, others));
    }
  }
  return { svg: svg(size, content.join('')), alt: `Geometric tiles in ${palette.name}` };
};

/** Seeds in a golden spiral, as in a sunflower. */
export const spiral: Scene = (size, random) => {
  const { width, height } = size;
  const palette = random.pick(palettes);
  const ramp = rampOf(random.chance(0.5) ? palette.colours : [...palette.colours].reverse());
  const count = 850;
  const reach = Math.hypot(width, height) * random.between(0.36, 0.52);
  const golden = Math.PI * (3 - Math.sqrt(5));
  const x = width * random.between(0.38, 0.62);
  const y = height * random.between(0.42, 0.58);
  const noise = noiseOf(random);
  const seeds = Array.from({ length: count }, (_, index) => {
    const share = Math.sqrt((index + 0.5) / count);
    const angle = index * golden;
    const radius = share * reach;
    const swell = 0.62 + 0.38 * noise.at(share * 3, (angle % (2 * Math.PI)) / 3);
    const seedX = x + Math.cos(angle) * radius;
    const seedY = y + Math.sin(angle) * radius;
    const length = reach * 0.03 * (0.8 + 0.3 * share) * swell;
    const colour = css(lighten(rampColour(ramp, share), random.between(-0.03, 0.03)));
    return `<ellipse cx="${seedX.toFixed(1)}" cy="${seedY.toFixed(1)}" rx="${(length * 1.25).toFixed(1)}" ry="${(length * 0.78).toFixed(1)}" transform="rotate(${((angle * 180) / Math.PI).toFixed(1)} ${seedX.toFixed(1)} ${seedY.toFixed(1)})" fill="${colour}"/>`;
  });
  const ground = `<rect width="100%" height="100%" fill="${css(random.chance(0.5) ? palette.ink : palette.paper)}"/>`;
  return { svg: svg(size, ground + seeds.join('')), alt: `Seeds in a golden spiral, ${palette.name}` };
};

export const balloons: Scene = (size, random) => {
  const { width, height } = size;
  const light = lightOf(random, ({ when }) => /dawn|golden|day|mist|autumn|north|violet/.test(when));
  const noise = noiseOf(random);
  const stops = [0, 0.25, 0.5, 0.75, 1].map(
    (place) => `<stop offset="${place}" stop-color="${css(rampColour(light.sky, place))}"/>`,
  );
  const content = [
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">${stops.join('')}</linearGradient></defs>`,
    '<rect width="100%" height="100%" fill="url(#sky)"/>',
  ];
  for (let layer = 0; layer < 4; layer += 1) {
    const base = 0.7 + layer * 0.085;
    const points = Array.from({ length: 121 }, (_, step) => {
      const x = (step / 120) * width;
      const y =
        (base - 0.1 * (1 - layer * 0.15) * noise.fractal((x / height) * 1.4 + layer * 20, layer * 5, 4)) *
        height;
      return `${x.toFixed(1)} ${y.toFixed(1)}`;
    });
    const colour = mix(mix(light.far, light.haze, 0.5 - layer * 0.12), light.near, layer * 0.24);
    content.push(`<path d="M0 ${height}L${points.join('L')}L${width} ${height}z" fill="${css(colour)}"/>`);
  }
  const sizes = Array.from({ length: random.whole(5, 9) }, () => height * random.between(0.04, 0.15));
  const placed: { x: number; y: number; radius: number }[] = [];
  for (const radius of sizes.sort((a, b) => a - b)) {
    for (let tries = 0; tries < 40; tries += 1) {
      const x = width * random.between(0.06, 0.94);
      const y = height * random.between(0.18, 0.6);
      if (placed.some((other) => Math.hypot(other.x - x, other.y - y) < 1.5 * (other.radius + radius)))
        continue;
      placed.push({ x, y, radius });
      content.push(balloon(random, { x, y, radius, haze: light.haze, far: 1 - radius / height / 0.15 }));
      break;
    }
  }
  return { svg: svg(size, content.join('')), alt: `Hot-air balloons ${light.when}` };
};

function balloon(
  random: Random,
  { x, y, radius, haze, far }: { x: number; y: number; radius: number; haze: Colour; far: number },
): string {
  const palette = random.pick(palettes.filter(({ name }) => !/gold|neon/.test(name)));
  const colours = random.shuffle(palette.colours).slice(0, 3);
  const gores = 8;
  const foot = y + radius * 1.32;
  const paths: string[] = [];
  for (let gore = 0; gore < gores; gore += 1) {
    // Each gore is the strip between two meridians of the round envelope.
    const [left = 0, right = 0] = [gore, gore + 1].map(
      (edge) => -Math.cos((edge / gores) * Math.PI) * radius,
    );
    const side = gore / (gores - 1);
    const colour = mix(lighten(colours[gore % colours.length] ?? haze, 0.05 - side * 0.13), haze, far * 0.45);
    paths.push(
      `<path d="M${x} ${y - radius}C${x + left * 1.3} ${y - radius} ${x + left * 1.3} ${y + radius * 0.35} ${x + left * 0.16} ${foot}H${x + right * 0.16}C${x + right * 1.3} ${y + radius * 0.35} ${x + right * 1.3} ${y - radius} ${x} ${y - radius}z" fill="${css(colour)}"/>`,
    );
  }
  const basket = css(mix([92, 58, 36], haze, far * 0.45));
  const unit = radius * 0.13;
  return `${paths.join('')}<path d="M${x - unit} ${foot}L${x - unit * 0.8} ${foot + unit * 2.2}M${x + unit} ${foot}L${x + unit * 0.8} ${foot + unit * 2.2}" stroke="${basket}" stroke-width="${unit * 0.14}"/><rect x="${x - unit * 0.95}" y="${foot + unit * 2.2}" width="${unit * 1.9}" height="${unit * 1.5}" rx="${unit * 0.3}" fill="${basket}"/>`;
}

/** Shapes in strict order: tiles, and seeds in a spiral. */
import { css, lighten, rampColour, rampOf } from './colour.ts';
import { type Scene, svg } from './drawing.ts';
import { noiseOf } from './noise.ts';
import { palettes } from './palettes.ts';

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

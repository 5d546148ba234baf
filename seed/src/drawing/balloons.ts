import { type Colour, css, lighten, mix, rampColour } from './colour.ts';
import { type Scene, svg } from './drawing.ts';
import { lightOf } from './light.ts';
import { noiseOf } from './noise.ts';
import { palettes } from './palettes.ts';
import type { Random } from '../random.ts';

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

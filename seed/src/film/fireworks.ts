import { type Canvas, dot, glow } from '../drawing/canvas.ts';
import { cityAtNight } from '../drawing/city.ts';
import type { Colour } from '../drawing/colour.ts';
import { palettes } from '../drawing/palettes.ts';
import { drawOver, type FilmScene, stillOf, tall, wide } from './film-scene.ts';

interface Spark {
  x: number;
  y: number;
  speedX: number;
  speedY: number;
  /** Seconds. */
  from: number;
  life: number;
  colour: Colour;
}

export const fireworks: FilmScene = (random) => {
  const size = random.chance(0.5) ? tall : wide;
  const framesPerSecond = 24;
  const count = 84;
  const { width, height } = size;
  const still = stillOf(cityAtNight, size, random);
  const unit = Math.min(width, height);
  const sparks: Spark[] = [];
  for (let burst = 0; burst < 11; burst += 1) {
    const colours = random.pick(palettes).colours.slice(1);
    const x = width * random.between(0.2, 0.8);
    const y = height * random.between(0.14, 0.45);
    const from = -0.65 + burst * 0.36;
    const force = unit * random.between(0.8, 1.25);
    for (let spark = 0; spark < 170; spark += 1) {
      const angle = random.next() * 2 * Math.PI;
      const speed = force * Math.sqrt(random.between(0.25, 1));
      const colour = random.pick(colours);
      const life = random.between(0.8, 1.5);
      sparks.push({
        x,
        y,
        speedX: Math.cos(angle) * speed,
        speedY: Math.sin(angle) * speed,
        from,
        life,
        colour,
      });
    }
  }
  const frames = drawOver(still.canvas, count, (canvas, index) => {
    for (const spark of sparks) paintSpark(canvas, spark, index / framesPerSecond, unit);
  });
  return { ...size, framesPerSecond, frames, alt: 'Fireworks over the city' };
};

function paintSpark(canvas: Canvas, spark: Spark, time: number, unit: number): void {
  const age = time - spark.from;
  if (age < 0 || age > spark.life) return;
  const fade = 1 - age / spark.life;
  // Air slows a spark down, and it falls.
  const place = (moment: number) => {
    const travelled = (1 - Math.exp(-2.6 * moment)) / 2.6;
    return {
      x: spark.x + spark.speedX * travelled,
      y: spark.y + spark.speedY * travelled + unit * 0.09 * moment * moment,
    };
  };
  for (let trail = 0; trail < 7; trail += 1) {
    const { x, y } = place(Math.max(0, age - trail * 0.022));
    dot(canvas, x, y, spark.colour, fade * (1 - trail / 7));
  }
  const { x, y } = place(age);
  glow(canvas, x, y, unit * 0.022, spark.colour, fade * 0.9);
}

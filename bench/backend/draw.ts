/** Two small pictures beside the table, as SVG text: no library draws two lines more plainly. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

type Point = [x: number, y: number];

interface Picture {
  readonly file: string;
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly points: readonly Point[];
}

const width = 640;
const height = 320;
const margin = { left: 64, right: 24, top: 40, bottom: 48 };

export const drawDepth = (points: readonly Point[]) =>
  draw({
    file: 'depth.svg',
    title: 'A page of ten of the feed, by depth',
    xLabel: 'page',
    yLabel: 'ms',
    points,
  });

export const drawContention = (points: readonly Point[]) =>
  draw({
    file: 'contention.svg',
    title: 'Likes of one item a second, by clients at once',
    xLabel: 'clients',
    yLabel: 'likes a second',
    points,
  });

async function draw({ file, title, xLabel, yLabel, points }: Picture): Promise<void> {
  const maxY = Math.max(...points.map(([, y]) => y)) * 1.15;
  const logs = points.map(([x]) => Math.log10(x));
  const from = Math.min(...logs);
  const to = Math.max(...logs);
  const place = ([x, y]: Point) => ({
    x: margin.left + ((Math.log10(x) - from) / (to - from || 1)) * (width - margin.left - margin.right),
    y: height - margin.bottom - (y / maxY) * (height - margin.top - margin.bottom),
  });
  const places = points.map(place);
  const text = (x: number, y: number, content: string, anchor = 'middle') =>
    `<text x="${x.toFixed(0)}" y="${y.toFixed(0)}" text-anchor="${anchor}">${content}</text>`;
  if (process.env.QUICK === '1') return;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" font-family="system-ui, sans-serif" font-size="12" fill="#444">
<rect width="100%" height="100%" fill="#fff"/>
<text x="${String(margin.left)}" y="24" font-size="15" font-weight="600">${title}</text>
<path d="M${String(margin.left)} ${String(margin.top)}V${String(height - margin.bottom)}H${String(width - margin.right)}" fill="none" stroke="#bbb"/>
<polyline points="${places.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}" fill="none" stroke="#3b6ea8" stroke-width="2"/>
${places.map(({ x, y }) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="4" fill="#3b6ea8"/>`).join('\n')}
${points.map(([, y], index) => text(places[index]?.x ?? 0, (places[index]?.y ?? 0) - 10, y < 100 ? y.toFixed(1) : Math.round(y).toLocaleString('en'))).join('\n')}
${points.map(([x], index) => text(places[index]?.x ?? 0, height - margin.bottom + 18, x.toLocaleString('en'))).join('\n')}
${text(width - margin.right, height - 8, xLabel, 'end')}
${text(8, margin.top - 4, yLabel, 'start')}
</svg>
`;
  await writeFile(join(import.meta.dirname, '..', file), svg);
}

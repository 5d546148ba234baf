/** Colours that go together, for everything that is not a landscape. */
import { type Colour, hex } from './colour.ts';

export interface Palette {
  readonly name: string;
  /** What the others lie on. */
  readonly paper: Colour;
  readonly ink: Colour;
  readonly colours: readonly Colour[];
}

const palette = (name: string, paper: string, ink: string, ...colours: string[]): Palette => ({
  name,
  paper: hex(paper),
  ink: hex(ink),
  colours: colours.map(hex),
});

export const palettes: readonly Palette[] = [
  palette('coral and teal', '#fff4e6', '#12343b', '#ff6f59', '#ffb26b', '#ffe3a3', '#2ca6a4', '#176b87'),
  palette('indigo and peach', '#fdf0e7', '#1f1147', '#3a1f8f', '#7b4fd0', '#f08cae', '#ffb997', '#ffe0c7'),
  palette('forest and cream', '#f6f1e1', '#17301c', '#2f5d3a', '#6a994e', '#a7c957', '#f2c14e', '#bc4749'),
  palette('ink and gold', '#0d1424', '#f6e7c1', '#16325c', '#27598c', '#d4a94e', '#f2d896', '#8a5a2b'),
  palette('berry and rose', '#fff1f3', '#3c0d2b', '#7a1e4f', '#c2366b', '#f46f8e', '#ffb3b8', '#ffd9a0'),
  palette('sea glass', '#eefaf6', '#0b3c49', '#0f6c7a', '#2aa9a0', '#7fdcc0', '#d3f3d8', '#f8d7a8'),
  palette('desert', '#fbeedd', '#3e1f1a', '#8c3f2b', '#cf6a42', '#ec9f6b', '#f6cf9f', '#6d8a7a'),
  palette('midnight neon', '#0b0a1f', '#f5f3ff', '#3d2bff', '#a02bff', '#ff3d9a', '#ff8a5b', '#2de2e6'),
  palette('sky and sun', '#f3f9ff', '#13315c', '#1c6dd0', '#55a6f5', '#a8d8ff', '#ffd166', '#ff8552'),
  palette('plum and moss', '#f4efe6', '#2b1a2f', '#5a2a5e', '#9a5a8f', '#d9a5b3', '#8a9a5b', '#4f6b4a'),
];

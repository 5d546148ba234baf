import { expect, test } from '@playwright/test';
import { publishedDifferences } from './published-difference.ts';

const colours = (value: number) => Buffer.alloc(192, value).toString('base64');
const picture = { whole: true, width: 40, height: 30, frames: 1, pictures: [colours(100)] };
const song = { whole: true, seconds: 60, soundSeconds: 60, sound: Array.from({ length: 20 }, () => 200) };
const size = { width: 40, height: 30 };
const noSize = { width: null, height: null };

test('what is published as it came differs in nothing', () => {
  expect(publishedDifferences(picture, { ...picture, pictures: [colours(108)] }, size)).toEqual([]);
  expect(publishedDifferences(song, { ...song, soundSeconds: 60.1 }, noSize)).toEqual([]);
});

test('each difference is told', () => {
  const turned = { ...picture, width: 30, height: 40 };
  expect(publishedDifferences(picture, turned, { width: 30, height: 40 })).toEqual([
    'size 40 × 30, published 30 × 40',
  ]);
  expect(publishedDifferences(picture, { ...picture, frames: 2 }, size)).toEqual(['frames 1, published 2']);
  expect(publishedDifferences(picture, { ...picture, pictures: [colours(120)] }, size)).toEqual([
    'colours of a part differ by 0, published 20',
  ]);
  expect(publishedDifferences(picture, { ...picture, pictures: [] }, size)).toHaveLength(1);
  expect(publishedDifferences(song, { ...song, soundSeconds: 30 }, noSize)).toEqual([
    'seconds 60, published 30',
  ]);
  const silent = { ...song, sound: [...song.sound.slice(0, 19), 0] };
  expect(publishedDifferences(song, silent, noSize)).toEqual([
    'loudness of a part differs by 0, published 200',
  ]);
  expect(publishedDifferences(song, { whole: false }, noSize)).toEqual([
    'what is published is not shown whole',
  ]);
});

test('a header that promises more than the file holds is no length', () => {
  expect(publishedDifferences({ ...song, seconds: 247 }, { ...song, seconds: 60 }, noSize)).toEqual([]);
});

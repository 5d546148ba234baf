import { describe, expect, it } from '@jest/globals';
import { FairQueue } from './fair-queue.ts';
import { uploaderOf } from './uploader-of.ts';

describe('FairQueue', () => {
  it('lets the keys take turns, and each key go on in its own order', () => {
    const queue = new FairQueue<string>();
    for (const entry of ['a1', 'a2', 'a3', 'b1', 'a4', 'c1', 'c2']) queue.push(entry.charAt(0), entry);

    const order = Array.from({ length: 8 }, () => queue.shift());

    expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3', 'a4', undefined]);
  });

  it('lets whoever comes to a long line wait for one turn alone', () => {
    const queue = new FairQueue<string>();
    for (let index = 0; index < 200; index++) queue.push('flood', `flood ${index}`);
    queue.shift();
    queue.push('ada', 'picture');

    expect([queue.shift(), queue.shift()]).toEqual(['flood 1', 'picture']);
  });
});

describe('uploaderOf', () => {
  const user = '0198c0de-0000-7000-8000-000000000001';
  const eventOf = (key: string) => ({ Records: [{ s3: { object: { key } } }] });

  it.each([
    [eventOf(`uploads/${user}/0198c0de-0000-7000-8000-000000000002`), user],
    [eventOf(`uploads%2F${user}%2F0198c0de-0000-7000-8000-000000000002`), user],
    [eventOf('media/image/x'), ''],
    [eventOf('%'), ''],
    [{}, ''],
    [null, ''],
    ['text', ''],
  ])('of %j is %s', (event, uploader) => {
    expect(uploaderOf(event)).toBe(uploader);
  });
});

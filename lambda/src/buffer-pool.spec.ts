import { describe, expect, it } from '@jest/globals';
import { BufferPool } from './buffer-pool.ts';

describe('a buffer pool', () => {
  it('gives the length that is asked for', () => {
    expect(new BufferPool(100).take(7)).toHaveLength(7);
  });

  it('gives what it got back, also for a little less', () => {
    const pool = new BufferPool(100);
    const first = pool.take(10);
    pool.give(first);

    const second = pool.take(8);

    expect(second.buffer).toBe(first.buffer);
    expect(second).toHaveLength(8);
  });

  it('gives nothing twice', () => {
    const pool = new BufferPool(100);
    pool.give(pool.take(10));

    expect(pool.take(10).buffer).not.toBe(pool.take(10).buffer);
  });

  it('does not waste large ones on small needs', () => {
    const pool = new BufferPool(100);
    const large = pool.take(50);
    pool.give(large);

    expect(pool.take(2).buffer).not.toBe(large.buffer);
  });

  it('keeps no more than it may', () => {
    const pool = new BufferPool(15);
    const [first, second] = [pool.take(10), pool.take(10)];
    pool.give(first);
    pool.give(second);

    expect(pool.take(10).buffer).toBe(first.buffer);
    expect(pool.take(10).buffer).not.toBe(second.buffer);
  });
});

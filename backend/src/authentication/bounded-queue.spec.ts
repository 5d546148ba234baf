import { describe, expect, it } from '@jest/globals';
import { BoundedQueue } from './bounded-queue.ts';

const full = (waiting: number) => new Error(`full, ${String(waiting)} wait`);

/** Jobs that end when they are told to. */
function jobs() {
  const started: number[] = [];
  const finish: (() => void)[] = [];
  const job = (id: number) => () => {
    started.push(id);
    return new Promise<number>((resolve) => {
      finish[id] = () => resolve(id);
    });
  };
  return { started, finish, job };
}

describe('BoundedQueue', () => {
  it('runs so many at once, the others after them in their order', async () => {
    const queue = new BoundedQueue(2, 10, full);
    const { started, finish, job } = jobs();
    const results = [0, 1, 2, 3].map((id) => queue.run(job(id)));
    expect(started).toEqual([0, 1]);

    finish[1]?.();
    await results[1];
    expect(started).toEqual([0, 1, 2]);
    finish[0]?.();
    await results[0];
    expect(started).toEqual([0, 1, 2, 3]);
    finish[2]?.();
    finish[3]?.();
    expect(await Promise.all(results)).toEqual([0, 1, 2, 3]);
  });

  it('refuses once so many wait, and takes more when there is room again', async () => {
    const queue = new BoundedQueue(1, 1, full);
    const { finish, job } = jobs();
    const first = queue.run(job(0));
    const second = queue.run(job(1));
    await expect(queue.run(job(2))).rejects.toThrow('full, 1 wait');

    finish[0]?.();
    await first;
    const third = queue.run(job(3));
    finish[1]?.();
    await second;
    finish[3]?.();
    expect(await third).toBe(3);
  });

  it('goes on after a job that failed', async () => {
    const queue = new BoundedQueue(1, 1, full);
    await expect(queue.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await queue.run(() => Promise.resolve('yes'))).toBe('yes');
  });
});

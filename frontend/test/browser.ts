/** What jsdom lacks of a browser, before each spec of components; none of it is what they look at. */
import { afterEach, jest } from '@jest/globals';
import { cleanup } from '@testing-library/react';

class NoObserver {
  observe(): void {
    // Nothing is ever seen or resized here.
  }
  unobserve(): void {
    // Nothing was observed.
  }
  disconnect(): void {
    // Nothing was observed.
  }
}

const channels: BroadcastChannel[] = [];
class ClosedAfterwards extends BroadcastChannel {
  constructor(name: string) {
    super(name);
    channels.push(this);
  }
}

Object.assign(globalThis, {
  CSS: { escape: (id: string) => id }, // ids have nothing to escape
  ResizeObserver: NoObserver,
  IntersectionObserver: NoObserver,
  BroadcastChannel: ClosedAfterwards,
  matchMedia: () => ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }),
});
HTMLMediaElement.prototype.play = () => Promise.resolve();
HTMLMediaElement.prototype.pause = () => undefined;
HTMLCanvasElement.prototype.getContext = () => null;

afterEach(() => {
  cleanup();
  // An open one keeps the process.
  for (const channel of channels.splice(0)) channel.close();
  localStorage.clear();
  jest.restoreAllMocks();
});

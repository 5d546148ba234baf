import { describe, expect, it } from '@jest/globals';
import { TooManyRequestsError, UnavailableError } from '../errors/errors.ts';
import { StreamPlaces } from './stream-places.ts';

const limits = { rateLimits: true, maxEventStreams: 30, eventStreamsPerNetwork: 2 };
const inNetwork = (network: number, site = 1) =>
  `2001:db8:${site.toString(16)}:${network.toString(16)}::${network.toString(16)}`;

describe('the places of event streams', () => {
  it('are few for networks in 48 bits of IPv6, and left to others', () => {
    const places = new StreamPlaces(limits);
    const taken = Array.from({ length: 20 }, (_, network) => places.take(inNetwork(network)));

    expect(() => places.take(inNetwork(100))).toThrow(TooManyRequestsError);
    places.take(inNetwork(100, 2));
    places.take('203.0.113.1');

    taken[0]?.();
    places.take(inNetwork(100));
    expect(() => places.take(inNetwork(101))).toThrow(TooManyRequestsError);
  });

  it('have an end in each process, with and without limits of networks', () => {
    for (const rateLimits of [true, false]) {
      const places = new StreamPlaces({ ...limits, rateLimits });
      for (let site = 1; site <= 30; site += 1) places.take(inNetwork(1, site));
      expect(() => places.take(inNetwork(1, 31))).toThrow(UnavailableError);
    }
  });
});

import type { Config } from '../config/config.ts';
import { TooManyRequestsError, UnavailableError } from '../errors/errors.ts';
import { networkOf, siteOf } from '../rate-limiting/network.ts';

const retryAfterSeconds = 15;
/** Networks of 64 bits in one of 48, as where calls are counted. */
const networksPerSite = 10;

type Limits = Pick<Config, 'rateLimits' | 'maxEventStreams' | 'eventStreamsPerNetwork'>;

/** How many streams may be open: in this process, and of them from one network, whoever signed in there. */
export class StreamPlaces {
  private open = 0;
  private readonly openByNetwork = new Map<string, number>();

  constructor(private readonly limits: Limits) {}

  /** Gives what frees the place. Throws {@link UnavailableError} or {@link TooManyRequestsError} where there is none. */
  take(address: string): () => void {
    const { rateLimits, maxEventStreams, eventStreamsPerNetwork } = this.limits;
    if (this.open >= maxEventStreams) {
      throw new UnavailableError('Too many people are looking on at this moment. Try again soon.', {
        retryAfterSeconds,
      });
    }
    const site = siteOf(address);
    const places = [{ key: networkOf(address), limit: eventStreamsPerNetwork }];
    if (site !== undefined) places.push({ key: site, limit: networksPerSite * eventStreamsPerNetwork });
    if (rateLimits && places.some(({ key, limit }) => this.countOf(key) >= limit)) {
      throw new TooManyRequestsError(retryAfterSeconds);
    }
    this.change(places, 1);
    return () => this.change(places, -1);
  }

  private change(places: readonly { readonly key: string }[], by: number): void {
    this.open += by;
    for (const { key } of places) {
      const count = this.countOf(key) + by;
      if (count === 0) this.openByNetwork.delete(key);
      else this.openByNetwork.set(key, count);
    }
  }

  private countOf(key: string): number {
    return this.openByNetwork.get(key) ?? 0;
  }
}

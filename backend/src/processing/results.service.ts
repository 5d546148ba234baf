import { Injectable } from '@nestjs/common';
import { isOutage } from '../errors/outage.ts';
import { decodableClasses } from '@media-feed/contract';
import { AdditionsService } from '../decoding/additions.service.ts';
import { DecodeRequestsService } from '../decoding/decode-requests.service.ts';
import { DeletionService } from '../media/deletion.service.ts';
import { PublishedChanges } from '../media/published-changes.ts';
import { RestorationsService } from '../media/restorations.service.ts';
import type { RecordedResult } from './recorded-result.ts';
import { type MediaState, ResultsRepository } from './results.repository.ts';

/** What became of a result. Only `unknown` is the message's own fault. */
export type Recording = 'recorded' | 'settled before' | 'unknown';

@Injectable()
export class ResultsService {
  constructor(
    private readonly results: ResultsRepository,
    private readonly deletion: DeletionService,
    private readonly published: PublishedChanges,
    private readonly additions: AdditionsService,
    private readonly restorations: RestorationsService,
    private readonly decoder: DecodeRequestsService,
  ) {}

  /**
   * Records results so that one which the database rejects delays no other. The recordings stand in the order of
   * `results`; one that failed is the error. Throws during an outage of the database.
   */
  async recordAll(results: readonly RecordedResult[]): Promise<(Recording | Error)[]> {
    const moves = await Promise.all(results.map((result) => this.move(result)));
    this.decoder.askSoon(
      results
        .filter((result, index) => moves[index] === true && isDecodable(result))
        .map(({ mediaId }) => mediaId),
    );
    const others = results.filter((_, index) => moves[index] === false);
    const ids = others.map(({ mediaId }) => mediaId);
    const states = ids.length > 0 ? await this.results.findStates(ids) : new Map<string, MediaState>();
    return Promise.all(
      results.map(async (result, index) => {
        const moved = moves[index];
        if (moved instanceof Error) return moved;
        return moved ? 'recorded' : this.settle(result, states.get(result.mediaId.toLowerCase()));
      }),
    );
  }

  /** Whether the item moved, or why the database rejects the result. */
  private async move(result: RecordedResult): Promise<boolean | Error> {
    try {
      if (result.outcome === 'ADDED') return await this.additions.record(result);
      if (result.outcome === 'RELEASED') return await this.restorations.record(result);
      const moved = await this.results.record(result);
      if (moved) this.published.notify();
      return moved;
    } catch (error) {
      if (isOutage(error)) throw error;
      return error as Error;
    }
  }

  /**
   * A result that moved nothing: of an item that nobody requested, or one that is inspected, expired or deleted. The
   * last leave no object behind, since a Lambda publishes before it sends its result.
   */
  private async settle(result: RecordedResult, state: MediaState | undefined): Promise<Recording | Error> {
    if (state?.uploader_id !== result.userId) return 'unknown';
    if (state.status === 'PENDING' && !state.deleted) return new Error('The item did not move');
    if (result.outcome !== 'REJECTED' && (state.deleted || state.status !== 'READY')) {
      await this.deletion.removeUnwanted(result.mediaId);
    }
    return 'settled before';
  }
}

const isDecodable = (result: RecordedResult): boolean =>
  result.outcome === 'READY' && decodableClasses.some((name) => name === result.type);

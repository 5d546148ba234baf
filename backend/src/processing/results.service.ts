import { Injectable, Logger } from '@nestjs/common';
import { isOutage } from '../errors/outage.ts';
import { DeletionService } from '../media/deletion.service.ts';
import { PublishedChanges } from '../media/published-changes.ts';
import type { Judgement } from './recorded-result.ts';
import { JudgementsRepository, type MediaState, nameOf } from './results.repository.ts';

/** What became of a judgement. Only `unknown` is the message's own fault. */
export type Recording = 'recorded' | 'settled before' | 'unknown';

type Outcomes = ReadonlyMap<Judgement, 'recorded' | Error>;

@Injectable()
export class JudgementsService {
  private readonly logger = new Logger(JudgementsService.name);

  constructor(
    private readonly judgements: JudgementsRepository,
    private readonly deletion: DeletionService,
    private readonly published: PublishedChanges,
  ) {}

  /**
   * Records what was judged, in one statement where that works, else one by one, so that a judgement which
   * the database refuses delays no other. The results stand in the order of `judgements`; one that failed is
   * the error. Throws when the database is away.
   */
  async recordAll(judgements: readonly Judgement[]): Promise<(Recording | Error)[]> {
    const outcomes = new Map<Judgement, Recording | Error>();
    for (let rest = judgements; rest.length > 0;) {
      const round = firstOfEach(rest);
      for (const [judgement, outcome] of await this.recordRound(round)) outcomes.set(judgement, outcome);
      rest = rest.filter((judgement) => !round.includes(judgement));
    }
    return judgements.map((judgement) => outcomes.get(judgement) ?? new Error('The judgement got lost'));
  }

  private async recordRound(round: readonly Judgement[]): Promise<[Judgement, Recording | Error][]> {
    const moved = await this.moveTogether(round);
    const others = round.filter((judgement) => !moved.has(judgement));
    const ids = others.map(({ mediaId }) => mediaId);
    const states = ids.length > 0 ? await this.judgements.findStates(ids) : new Map<string, MediaState>();
    const settled = others.map(async (judgement): Promise<[Judgement, Recording | Error]> => {
      return [judgement, await this.settle(judgement, states.get(judgement.mediaId.toLowerCase()))];
    });
    return [...moved, ...(await Promise.all(settled))];
  }

  /** Of each judgement that moved its item, or that the database refused. */
  private async moveTogether(judgements: readonly Judgement[]): Promise<Outcomes> {
    try {
      const moved = await this.record(judgements);
      return new Map(
        judgements.filter((each) => moved.has(nameOf(each))).map((each) => [each, 'recorded' as const]),
      );
    } catch (error) {
      if (isOutage(error)) throw error;
      this.logger.warn({ err: error }, 'A batch of judgements was refused and is taken one by one');
      return this.moveOneByOne(judgements);
    }
  }

  private async record(judgements: readonly Judgement[]): Promise<ReadonlySet<string>> {
    const moved = await this.judgements.record(judgements);
    if (moved.size > 0) this.published.notify();
    return moved;
  }

  private async moveOneByOne(judgements: readonly Judgement[]): Promise<Outcomes> {
    const outcomes = new Map<Judgement, 'recorded' | Error>();
    for (const judgement of judgements) {
      try {
        const moved = await this.record([judgement]);
        if (moved.size > 0) outcomes.set(judgement, 'recorded');
      } catch (error) {
        if (isOutage(error)) throw error;
        outcomes.set(judgement, error as Error);
      }
    }
    return outcomes;
  }

  /**
   * A judgement that moved nothing: of an item that nobody requested, or one that is judged, expired or
   * deleted. The last leave no object behind, since a Lambda publishes before it sends its verdict.
   */
  private async settle(judgement: Judgement, state: MediaState | undefined): Promise<Recording | Error> {
    if (state?.uploader_id !== judgement.userId) return 'unknown';
    if (state.status === 'PENDING' && !state.deleted) return new Error('The item did not move');
    if (judgement.outcome === 'READY' && (state.deleted || state.status !== 'READY')) {
      await this.deletion.removeUnwanted(judgement.mediaId);
    }
    return 'settled before';
  }
}

/** One statement can move an item once: a second judgement of the same item waits for the next round. */
function firstOfEach(judgements: readonly Judgement[]): readonly Judgement[] {
  const firsts = new Map<string, Judgement>();
  for (const judgement of judgements) {
    if (!firsts.has(nameOf(judgement))) firsts.set(nameOf(judgement), judgement);
  }
  return [...firsts.values()];
}

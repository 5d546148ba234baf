import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { PublishedChanges } from '../media/published-changes.ts';
import type { Addition } from './addition.ts';
import { AdditionsRepository } from './additions.repository.ts';

/** Records posters and waveforms. */
@Injectable()
export class AdditionsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly additions: AdditionsRepository,
    private readonly published: PublishedChanges,
  ) {}

  /**
   * Whether the item has changed. Objects that no item names are orphans after ORPHAN_GRACE_SECONDS: what comes near to
   * that is not named any more, and is asked for again.
   */
  async record(addition: Addition): Promise<boolean> {
    const isAdded = await this.additions.record(addition, this.config.orphanGraceSeconds / 2);
    if (isAdded) this.published.notify();
    return isAdded;
  }
}

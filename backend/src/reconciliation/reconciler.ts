import { Inject, Injectable, Logger } from '@nestjs/common';
import { MailsService } from '../mail/mails.service.ts';
import { EmailAddressesService } from '../authentication/email-addresses.service.ts';
import { SessionsService } from '../authentication/sessions.service.ts';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { EventsService } from '../events/events.service.ts';
import { ReconcilerLock } from './reconciler-lock.ts';
import { ReconcilerMetrics } from './reconciler-metrics.ts';
import type { Repair } from './repair.ts';
import { repairsToken } from './repairs-token.ts';
import {
  alarmKinds,
  type RepairKind,
  ReconciliationRun,
  type RunOptions,
  type Subject,
} from './reconciliation-run.ts';
import { ScansRepository } from './scans.repository.ts';

export interface ReconcileOptions {
  /** Reports what it would do, and changes nothing. */
  readonly dryRun?: boolean;
  /** Removes orphans also where most of what lies in storage is none of this database's. */
  readonly force?: boolean;
  /** Scans everything, instead of a part. */
  readonly whole?: boolean;
  readonly signal?: AbortSignal;
  readonly onRepair?: (kind: RepairKind, subject: Subject) => void;
  /** `what` could not be done now and will be tried again. */
  readonly onFailure?: (what: string, error: unknown) => void;
  readonly onProgress?: (what: string, seen: number) => void;
}

export interface ReconcileReport {
  /** How often each repair was made, or would have been. */
  readonly repairs: Partial<Record<RepairKind, number>>;
  /** Repairs that failed and will be tried again, and whole groups of them that could not begin. */
  readonly failures: number;
}

/** Brings storage, rows and counts together again, whatever got lost on the way (docs/architecture.md «One upload»). */
@Injectable()
export class Reconciler {
  private readonly logger = new Logger(Reconciler.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(repairsToken) private readonly repairs: readonly Repair[],
    private readonly lock: ReconcilerLock,
    private readonly scans: ScansRepository,
    private readonly events: EventsService,
    private readonly sessions: SessionsService,
    private readonly mails: MailsService,
    private readonly addresses: EmailAddressesService,
    private readonly metrics: ReconcilerMetrics,
  ) {}

  /** `undefined` when another instance is at it. Throws when the database is unavailable, or it is to stop. */
  async reconcile(options: ReconcileOptions = {}): Promise<ReconcileReport | undefined> {
    return this.lock.hold(async () => {
      const startedAt = Date.now();
      const report = await this.runAll(options);
      if (!options.dryRun) this.metrics.ran((Date.now() - startedAt) / 1000);
      return report;
    });
  }

  private async runAll(options: ReconcileOptions): Promise<ReconcileReport> {
    const repairs: Partial<Record<RepairKind, number>> = {};
    let failures = 0;
    const run = new ReconciliationRun(
      await this.runOptions(
        options,
        (kind) => (repairs[kind] = (repairs[kind] ?? 0) + 1),
        () => (failures += 1),
      ),
      this.scans,
    );
    for (const repair of this.repairs) {
      try {
        await repair.execute(run);
      } catch (error) {
        options.signal?.throwIfAborted();
        failures += 1;
        options.onFailure?.(repair.name, error);
        this.logger.warn(
          { err: error, repair: repair.name },
          'Dependency unavailable, repair will be retried',
        );
      }
    }
    await run.unlessDry(() => this.events.prune());
    await run.unlessDry(() => this.sessions.prune());
    await run.unlessDry(() => this.mails.prune());
    await run.unlessDry(() => this.addresses.prune());
    return { repairs, failures };
  }

  private async runOptions(
    {
      dryRun = false,
      force = false,
      whole = false,
      signal,
      onRepair,
      onFailure,
      onProgress,
    }: ReconcileOptions,
    count: (kind: RepairKind) => void,
    countFailure: () => void,
  ): Promise<RunOptions> {
    return {
      ...{ dryRun, force, whole, signal: signal ?? new AbortController().signal },
      ...(onProgress && { onProgress }),
      auditPerRun: this.config.auditPerRun,
      now: await this.scans.now(),
      onRepair: (kind, subject) => {
        count(kind);
        onRepair?.(kind, subject);
        if (dryRun) return;
        this.metrics.repaired(kind, subject);
        const level = alarmKinds.includes(kind) ? 'error' : 'log';
        this.logger[level]({ repair: kind, ...subject }, 'Repaired');
      },
      onFailure: (kind, subject, error) => {
        countFailure();
        onFailure?.(kind, error);
        this.metrics.failed(kind);
        this.logger.warn({ err: error, repair: kind, ...subject }, 'Repair failed, will be retried');
      },
    };
  }
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far a scan of something large has come; the next run goes on from there. */
@Entity('reconciliation_scans')
export class Scan {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'reconciliation_scans_pkey' })
  name!: string;

  /** Empty at the beginning; else whatever the scan goes on from. */
  @Column({ type: 'text' })
  position!: string;

  /** When everything had been seen, the last time. */
  @Column({ type: 'timestamptz', name: 'completed_at', nullable: true })
  completedAt!: Date | null;
}

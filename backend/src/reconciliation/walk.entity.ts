import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far a walk through something large has come; the next round goes on from there. */
@Entity('reconciliation_walks')
export class Walk {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'reconciliation_walks_pkey' })
  name!: string;

  /** Empty at the beginning; else whatever the walk goes on from. */
  @Column({ type: 'text' })
  position!: string;

  /** When everything had been seen, the last time. */
  @Column({ type: 'timestamptz', name: 'completed_at', nullable: true })
  completedAt!: Date | null;
}

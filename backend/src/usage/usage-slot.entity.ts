import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { User } from '../users/user.entity.ts';

const pkey = { primaryKeyConstraintName: 'usage_slots_pkey' };

/** What one person used in ten minutes; see `usage.ts` of the media's statements. */
@Entity('usage_slots')
@Index('usage_slots_slot_idx', ['slot'])
@Check('usage_slots_not_negative', 'items >= 0 AND bytes >= 0 AND processing_ms >= 0')
export class UsageSlot {
  @PrimaryColumn({ type: 'uuid', name: 'user_id', ...pkey })
  userId!: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'usage_slots_user_id_fkey' })
  user?: Relation<User>;

  /** When the ten minutes began. */
  @PrimaryColumn({ type: 'timestamptz', precision: 3, ...pkey })
  slot!: Date;

  /** Uploads that were asked for. */
  @Column({ type: 'integer', default: 0 })
  items!: number;

  /** Their bytes, as announced. */
  @Column({ type: 'bigint', default: 0 })
  bytes!: string;

  /** How long the Lambda worked on what arrived. */
  @Column({ type: 'bigint', name: 'processing_ms', default: 0 })
  processingMs!: string;
}

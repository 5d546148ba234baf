import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { User } from '../users/user.entity.ts';

/** One signed-in device: the family of refresh tokens that descend from one sign-in. */
@Entity('sessions')
@Index('sessions_user_id_idx', ['userId'])
@Index('sessions_revoked_at_idx', ['revokedAt'], { where: 'revoked_at IS NOT NULL' })
@Index('sessions_expires_at_idx', ['expiresAt'])
@Check('sessions_device_length', 'char_length(device) <= 100')
export class Session {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'sessions_pkey' })
  id!: string;

  @Column({ type: 'uuid', name: 'user_id' })
  userId!: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'sessions_user_id_fkey' })
  user?: Relation<User>;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  /** What the client said it is; see `describeDevice`. */
  @Column({ type: 'text', nullable: true })
  device!: string | null;

  /** When it was last refreshed. */
  @Column({ type: 'timestamptz', precision: 3, name: 'last_used_at', default: () => 'now()' })
  lastUsedAt!: Date;

  /** When its youngest refresh token ends. */
  @Column({ type: 'timestamptz', precision: 3, name: 'expires_at' })
  expiresAt!: Date;

  /** Signed out, or an old token was used again. */
  @Column({ type: 'timestamptz', precision: 3, name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}

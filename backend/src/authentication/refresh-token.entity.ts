import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Session } from './session.entity.ts';

@Entity('refresh_tokens')
@Index('refresh_tokens_session_id_idx', ['sessionId'])
@Index('refresh_tokens_expires_at_idx', ['expiresAt'])
@Check('refresh_tokens_hash_length', 'octet_length(token_hash) = 32')
export class RefreshToken {
  /** SHA-256 of the token; the token itself only the browser has. */
  @PrimaryColumn({ type: 'bytea', name: 'token_hash', primaryKeyConstraintName: 'refresh_tokens_pkey' })
  tokenHash!: Buffer;

  @Column({ type: 'uuid', name: 'session_id' })
  sessionId!: string;

  @ManyToOne(() => Session, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'session_id', foreignKeyConstraintName: 'refresh_tokens_session_id_fkey' })
  session?: Relation<Session>;

  @Column({ type: 'timestamptz', precision: 3, name: 'issued_at', default: () => 'now()' })
  issuedAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'expires_at' })
  expiresAt!: Date;

  /** When it, or a sibling, was exchanged for a younger one. */
  @Column({ type: 'timestamptz', precision: 3, name: 'superseded_at', nullable: true })
  supersededAt!: Date | null;
}

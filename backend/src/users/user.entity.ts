import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

@Entity('users')
@Unique('users_email_key_unique', ['emailKey'])
@Check('users_email_length', 'char_length(email) BETWEEN 3 AND 254')
@Check('users_name_length', 'char_length(name) BETWEEN 1 AND 50')
@Check('users_suspension_reason_length', 'char_length(suspension_reason) <= 500')
@Check('users_suspended_with_reason', 'suspended_at IS NOT NULL OR suspension_reason IS NULL')
export class User {
  /** UUID version 7. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'users_pkey' })
  id!: string;

  /** As the person wrote it. Nobody else ever sees it. */
  @Column({ type: 'text' })
  email!: string;

  /** What makes two spellings one address; see `emailKeyOf`. */
  @Column({ type: 'text', name: 'email_key' })
  emailKey!: string;

  /** bcrypt. Read only where it is asked for by name. */
  @Column({ type: 'text', name: 'password_hash', select: false })
  passwordHash!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  /** Since then an operator has them sign in and write no more. */
  @Column({ type: 'timestamptz', precision: 3, name: 'suspended_at', nullable: true })
  suspendedAt!: Date | null;

  /** The operator's note; no answer holds it. */
  @Column({ type: 'text', name: 'suspension_reason', nullable: true, select: false })
  suspensionReason!: string | null;
}

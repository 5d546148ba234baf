import type { UserRole } from '@media-feed/contract';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity('users')
@Unique('users_email_key_unique', ['emailKey'])
@Unique('users_handle_key_unique', ['handleKey'])
@Index('users_deletes_at_idx', ['deletesAt'], { where: 'deletes_at IS NOT NULL' })
@Check('users_email_length', 'char_length(email) BETWEEN 3 AND 254')
@Check('users_name_length', 'char_length(name) BETWEEN 1 AND 50')
@Check('users_handle_key_of_handle', `handle_key IS NOT DISTINCT FROM translate(handle, '01i_', 'oll')`)
@Check('users_handle_form', `handle ~ '^[a-z0-9_]{3,30}$'`)
@Check('users_about_length', 'char_length(about) BETWEEN 1 AND 500')
@Check('users_language_length', 'char_length(language) BETWEEN 2 AND 10')
@Check('users_role_known', `role IN ('member', 'operator')`)
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

  /** Since when its owner is known to read its mail. */
  @Column({ type: 'timestamptz', precision: 3, name: 'email_verified_at', nullable: true })
  emailVerifiedAt!: Date | null;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', nullable: true })
  handle!: string | null;

  /** What makes two handles one to the eye; see `handleKeyOf`. */
  @Column({ type: 'text', name: 'handle_key', nullable: true })
  handleKey!: string | null;

  /** A few words about themselves. */
  @Column({ type: 'text', nullable: true })
  about!: string | null;

  /** What mails are written in, such as `en`. */
  @Column({ type: 'text', default: 'en' })
  language!: string;

  /** Read with each call that needs it; no token carries it. */
  @Column({ type: 'text', default: 'member' })
  role!: UserRole;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  /** Since then an operator has them sign in and write no more. */
  @Column({ type: 'timestamptz', precision: 3, name: 'suspended_at', nullable: true })
  suspendedAt!: Date | null;

  /** The operator's note; no answer holds it. */
  @Column({ type: 'text', name: 'suspension_reason', nullable: true, select: false })
  suspensionReason!: string | null;

  /** Their owner deletes the account: everything of it is gone by then, and until then restoring is all they may do. */
  @Column({ type: 'timestamptz', precision: 3, name: 'deletes_at', nullable: true })
  deletesAt!: Date | null;
}

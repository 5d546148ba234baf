import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

@Entity('users')
@Unique('users_email_key_unique', ['emailKey'])
@Check('users_email_length', 'char_length(email) BETWEEN 3 AND 254')
@Check('users_name_length', 'char_length(name) BETWEEN 1 AND 50')
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
}

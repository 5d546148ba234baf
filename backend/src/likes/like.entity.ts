import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { User } from '../users/user.entity.ts';
import { Media } from '../media/media.entity.ts';

@Entity('likes')
@Index('likes_user_id_idx', ['userId', 'mediaId'])
export class Like {
  @PrimaryColumn({ type: 'uuid', name: 'media_id', primaryKeyConstraintName: 'likes_pkey' })
  mediaId!: string;

  @ManyToOne(() => Media, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'media_id', foreignKeyConstraintName: 'likes_media_id_fkey' })
  media?: Relation<Media>;

  @PrimaryColumn({ type: 'uuid', name: 'user_id', primaryKeyConstraintName: 'likes_pkey' })
  userId!: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'likes_user_id_fkey' })
  user?: Relation<User>;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}

import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Something that a stream sends to its owner; see `media-events.repository.ts`. */
@Entity('media_events')
@Index('media_events_user_id_idx', ['userId', 'id'])
@Index('media_events_created_at_idx', ['createdAt'])
@Check('media_events_name_known', `name IN ('media.updated', 'media.liked')`)
export class MediaEvent {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'media_events_pkey',
  })
  id!: string;

  @Column({ type: 'uuid', name: 'user_id' })
  userId!: string;

  @Column({ type: 'uuid', name: 'media_id' })
  mediaId!: string;

  @Column({ type: 'text' })
  name!: 'media.updated' | 'media.liked';

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt!: Date;
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What people report, gathered into cases: one open case for each subject, whatever the number of reports. Subjects are
 * no foreign keys, since what was decided outlives the item and the account that it was about.
 */
export class AddReports1764007200000 implements MigrationInterface {
  readonly name = 'AddReports1764007200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE moderation_cases (
        id uuid NOT NULL,
        subject_kind text NOT NULL,
        subject_id uuid NOT NULL,
        user_id uuid NOT NULL,
        urgency smallint NOT NULL,
        opened_at timestamptz(3) NOT NULL DEFAULT now(),
        decision text,
        decided_at timestamptz(3),
        CONSTRAINT moderation_cases_pkey PRIMARY KEY (id),
        CONSTRAINT moderation_cases_subject_known CHECK (subject_kind IN ('MEDIA', 'USER')),
        CONSTRAINT moderation_cases_decided_once CHECK ((decision IS NULL) = (decided_at IS NULL))
      )
    `);
    await queryRunner.query(`
      CREATE UNIQUE INDEX moderation_cases_open_idx ON moderation_cases (subject_kind, subject_id)
        WHERE decided_at IS NULL
    `);
    await queryRunner.query(`
      CREATE INDEX moderation_cases_queue_idx ON moderation_cases (urgency DESC, opened_at, id)
        WHERE decided_at IS NULL
    `);
    await queryRunner.query(
      'CREATE INDEX moderation_cases_user_id_idx ON moderation_cases (user_id, opened_at)',
    );
    await queryRunner.query(`
      CREATE TABLE moderation_reports (
        id uuid NOT NULL,
        case_id uuid NOT NULL,
        reporter_id uuid NOT NULL,
        subject_kind text NOT NULL,
        subject_id uuid NOT NULL,
        reason text NOT NULL,
        text text,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT moderation_reports_pkey PRIMARY KEY (id),
        CONSTRAINT moderation_reports_case_id_fkey
          FOREIGN KEY (case_id) REFERENCES moderation_cases (id) ON DELETE CASCADE,
        CONSTRAINT moderation_reports_reporter_id_fkey
          FOREIGN KEY (reporter_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT moderation_reports_once UNIQUE (reporter_id, subject_kind, subject_id),
        CONSTRAINT moderation_reports_text_length CHECK (char_length(text) BETWEEN 1 AND 1000)
      )
    `);
    await queryRunner.query(
      'CREATE INDEX moderation_reports_case_id_idx ON moderation_reports (case_id, created_at)',
    );
    await queryRunner.query(
      'CREATE INDEX moderation_reports_reporter_idx ON moderation_reports (reporter_id, created_at, id)',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE moderation_reports');
    await queryRunner.query('DROP TABLE moderation_cases');
  }
}

import { eventually } from '@media-feed/testing/eventually';
import { ModerationService } from '../../../src/moderation/moderation.service.ts';
import { MediaApi } from '../../media/support/media-api.ts';
import { PublishedObjects } from '../../media/support/objects.ts';
import { Lambda, readyResult } from '../../media/support/inspection-results.ts';
import type { Person } from '../../support/people.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

/** A running API, and what a moderator and everybody else does with it. */
export class ModerationContext {
  readonly api: MediaApi;
  readonly lambda: Lambda;
  readonly objects: PublishedObjects;
  readonly moderation: ModerationService;

  private constructor(readonly app: TestApp) {
    this.api = new MediaApi(app.url);
    this.lambda = new Lambda(app.config);
    this.objects = new PublishedObjects(app.config);
    this.moderation = app.app.get(ModerationService);
  }

  static async start(overrides: Parameters<typeof startTestApp>[0] = {}): Promise<ModerationContext> {
    return new ModerationContext(await startTestApp(overrides));
  }

  async close(): Promise<void> {
    this.lambda.close();
    this.objects.close();
    await this.app.close();
  }

  /** An item in the feed, its objects in the bucket. */
  async publish(owner: Person): Promise<string> {
    const upload = await this.api.presign(owner);
    const result = readyResult(upload, owner);
    await this.objects.publish(result);
    await this.lambda.send(result);
    await eventually(
      () => this.api.item(upload.mediaId, owner),
      ({ status }) => status === 'READY',
    );
    return upload.mediaId;
  }

  async like(mediaId: string, person: Person): Promise<number> {
    const { status } = await this.api.call(`/media/${mediaId}/likes`, {
      method: 'POST',
      token: person.token,
    });
    return status;
  }

  /** Security events about an item or a user. */
  async eventsAbout(id: string): Promise<Record<string, unknown>[]> {
    return this.app.database.query(
      {
        name: 'test_security_events',
        text: `SELECT kind, user_id, media_id, detail FROM security_events
               WHERE (media_id = $1 OR user_id = $1) AND detail LIKE 'operator%' ORDER BY at, id`,
      },
      [id],
    );
  }

  async column(table: 'media' | 'users', column: string, id: string): Promise<unknown> {
    const [row] = await this.app.database.query<{ value: unknown }>(
      { name: `test_${table}_${column}`, text: `SELECT ${column} AS value FROM ${table} WHERE id = $1` },
      [id],
    );
    return row?.value;
  }
}

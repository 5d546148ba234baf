import {
  type ExportedFile,
  type ExportPage,
  type ExportQuery,
  exportVersion,
  limits,
  type MediaItem,
  type Original,
} from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.ts';
import { ValidationError } from '../errors/errors.ts';
import { FeedService } from '../feed/feed.service.ts';
import { LikesService } from '../likes/likes.service.ts';
import { MediaService } from '../media/media.service.ts';
import { ReportsService } from '../moderation/reports.service.ts';
import { UsersService } from '../users/users.service.ts';

/** In the order in which they follow each other. */
const sections = ['items', 'likes', 'reports', 'securityEvents'] as const;
type Section = (typeof sections)[number];

/** Where a page begins: a list, and the cursor of that list where it is not its beginning. */
interface Place {
  readonly section: Section;
  readonly cursor: string | undefined;
}

interface Part {
  readonly cursor: string | undefined;
  readonly size: number;
}

/** Everything of a person, from whoever keeps it. No file passes here: storage and the CDN have them. */
@Injectable()
export class ExportService {
  constructor(
    private readonly users: UsersService,
    private readonly feed: FeedService,
    private readonly media: MediaService,
    private readonly likes: LikesService,
    private readonly reports: ReportsService,
    private readonly audit: AuditService,
  ) {}

  /** `size` rows of all lists together. Throws a validation error for a cursor that was not made here. */
  async getPage(userId: string, { cursor, size = limits.maxPageSize }: ExportQuery): Promise<ExportPage> {
    const page = {
      version: exportVersion,
      profile: await this.users.getOwnProfile(userId),
      ...{ items: [], likes: [], reports: [], securityEvents: [] },
    } satisfies Omit<ExportPage, 'nextCursor'>;
    let place: Place | undefined = readPlace(cursor);
    for (let left = size; left > 0 && place;) {
      const part = await this.read(place.section, userId, { cursor: place.cursor, size: left });
      Object.assign(page, part.lists);
      left -= part.count;
      place = part.nextCursor === null ? placeAfter(place.section) : { ...place, cursor: part.nextCursor };
    }
    return { ...page, nextCursor: place ? writePlace(place) : null };
  }

  private async read(section: Section, userId: string, part: Part) {
    const { items, nextCursor } = await this.readList(section, userId, part);
    return { lists: { [section]: items }, count: items.length, nextCursor };
  }

  private readList(
    section: Section,
    userId: string,
    part: Part,
  ): Promise<{ readonly items: readonly unknown[]; readonly nextCursor: string | null }> {
    switch (section) {
      case 'items':
        return this.listItems(userId, part);
      case 'likes':
        return this.likes.listOwn(userId, part);
      case 'reports':
        return this.reports.exportOwn(userId, part);
      case 'securityEvents':
        return this.audit.listOwn(userId, part);
    }
  }

  private async listItems(userId: string, part: Part) {
    const { items, nextCursor } = await this.feed.getOwnMedia(part, userId);
    const originals = await this.media.getOriginals(
      items.map(({ id }) => id),
      userId,
      urlSeconds,
    );
    return { items: items.map((item) => ({ item, file: fileOf(item, originals.get(item.id)) })), nextCursor };
  }
}

/** A page's files are fetched one behind the other. */
const urlSeconds = 15 * 60;

function fileOf({ url }: MediaItem, original: Original | undefined): ExportedFile | null {
  if (original) {
    const { url: signed, expiresAt, size } = original;
    return { kind: 'ORIGINAL', url: signed, expiresAt, size };
  }
  return url === null ? null : { kind: 'RENDITION', url, expiresAt: null, size: null };
}

function placeAfter(section: Section): Place | undefined {
  const next = sections[sections.indexOf(section) + 1];
  return next && { section: next, cursor: undefined };
}

const writePlace = ({ section, cursor }: Place): string =>
  cursor === undefined ? section : `${section}.${cursor}`;

function readPlace(text = 'items'): Place {
  const [name, cursor, ...rest] = text.split('.');
  const section = sections.find((known) => known === name);
  if (section && rest.length === 0) return { section, cursor };
  throw new ValidationError([{ path: 'cursor', message: 'Is not a cursor of this list' }]);
}

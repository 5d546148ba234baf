import { createCommandContext } from '../create-app.ts';
import { DomainError } from '../errors/domain-error.ts';
import { ModerationError } from './moderation.errors.ts';
import { ModerationService } from './moderation.service.ts';

/** Runs one command of an operator and gives its exit code; whatever goes wrong is one sentence on stderr. */
export async function runModeration(
  work: (moderation: ModerationService) => Promise<number>,
): Promise<number> {
  const app = await createCommandContext();
  try {
    return await work(app.get(ModerationService));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(
      error instanceof ModerationError || error instanceof DomainError ? message : `Stopped: ${message}`,
    );
    return 1;
  } finally {
    await app.close();
  }
}

import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ThemeContext } from '../features/account/theme.ts';
import { SoundPlayerContext } from '../features/feed/sound-player.ts';
import { LikesContext } from '../features/likes/likes.ts';
import { MediaDeletionContext } from '../features/owner-actions/media-deletion.ts';
import { UploaderContext } from '../features/uploads/uploader-context.ts';
import { ApiContext, AuthenticationApiContext } from '../lib/api-client/api-context.ts';
import { ClockContext } from '../lib/clock.ts';
import { HiddenMediaContext } from '../lib/media/hidden-media.ts';
import { MediaSelectionContext } from '../lib/media/media-selection.ts';
import { SessionContext } from '../lib/session/session-context.ts';
import { SignInIntentContext } from '../lib/session/sign-in-intent.ts';
import { TextsContext } from '../lib/text/use-texts.ts';
import { ToastsContext } from '../lib/toasts.ts';
import type { Services } from './services.ts';

interface ServicesProviderProps {
  readonly services: Services;
  readonly children: ReactNode;
}

/** Gives the services to whatever is rendered inside, each by a context of its own. */
export function ServicesProvider({ services, children }: ServicesProviderProps) {
  return (
    <TextsContext value={services.texts}>
      <QueryClientProvider client={services.queryClient}>
        <ApiContext value={services.api}>
          <AuthenticationApiContext value={services.authenticationApi}>
            <SessionContext value={services.session}>
              <SignInIntentContext value={services.signInIntent}>
                <ToastsContext value={services.toasts}>
                  <ClockContext value={services.clock}>
                    <ThemeContext value={services.theme}>
                      <UploaderContext value={services.uploader}>
                        <LikesContext value={services.likes}>
                          <MediaDeletionContext value={services.mediaDeletion}>
                            <HiddenMediaContext value={services.mediaDeletion.hidden}>
                              <MediaSelectionContext value={services.mediaSelection}>
                                <SoundPlayerContext value={services.soundPlayer}>
                                  {children}
                                </SoundPlayerContext>
                              </MediaSelectionContext>
                            </HiddenMediaContext>
                          </MediaDeletionContext>
                        </LikesContext>
                      </UploaderContext>
                    </ThemeContext>
                  </ClockContext>
                </ToastsContext>
              </SignInIntentContext>
            </SessionContext>
          </AuthenticationApiContext>
        </ApiContext>
      </QueryClientProvider>
    </TextsContext>
  );
}

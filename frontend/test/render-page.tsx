import { render } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { MemoryRouter, useLocation } from 'react-router';
import type { Session } from '@media-feed/contract';
import { mediaIdOf } from '@media-feed/uploader/fakes';
import { ServicesProvider } from '../src/app/services-provider.tsx';
import { createServices } from '../src/app/services.ts';
import { Toaster } from '../src/app/toaster.tsx';
import { apiUrl } from './api.ts';

export const ada: Session = {
  accessToken: 'token',
  expiresIn: 900,
  user: { id: mediaIdOf(9), email: 'ada@example.org', name: 'Ada' },
};

interface PageOptions {
  /** Where it stands, such as `/sign-in`. */
  readonly at?: string;
  readonly signedInAs?: Session;
}

/** Renders a part of the page with the services of a real one, and its messages. */
export function renderPage(children: ReactNode, { at = '/', signedInAs }: PageOptions = {}) {
  const services = createServices(apiUrl);
  if (signedInAs) services.session.signIn(signedInAs);
  const user = userEvent.setup();
  const page = render(
    <ServicesProvider services={services}>
      <MemoryRouter initialEntries={[at]}>
        {children}
        <Address />
        <Toaster />
      </MemoryRouter>
    </ServicesProvider>,
  );
  return { ...page, services, user };
}

function Address() {
  const { pathname } = useLocation();
  return <span aria-label="address">{pathname}</span>;
}

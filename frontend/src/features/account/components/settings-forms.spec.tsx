import { describe, expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { fieldMessages } from '@media-feed/contract';
import { answer, Failure, startApi } from '../../../../test/api.ts';
import { ada, renderPage } from '../../../../test/render-page.tsx';
import { EmailSection } from './email-section.tsx';
import { LeavingSection } from './leaving-section.tsx';
import { NameForm } from './name-form.tsx';
import { PasswordForm } from './password-form.tsx';
import { ProfileForm } from './profile-form.tsx';

startApi();

describe('NameForm', () => {
  async function rename(name: string) {
    const page = renderPage(<NameForm name="Ada" />, { signedInAs: ada });
    const field = screen.getByLabelText('Display name');
    await page.user.clear(field);
    if (name) await page.user.type(field, name);
    await page.user.click(screen.getByRole('button', { name: 'Save' }));
    return page;
  }

  it('saves the name, shows that, and shows it everywhere', async () => {
    const createdAt = '2026-11-24T12:00:00.000Z';
    const bodies = answer('changeProfile', {
      ...ada.user,
      name: 'Grace',
      createdAt,
      language: 'en',
      emailVerified: true,
      deletesAt: null,
      handle: null,
      about: null,
    });
    const { services } = await rename('Grace');
    expect(await screen.findByText('Saved.')).toBeTruthy();
    expect(bodies).toEqual([{ name: 'Grace' }]);
    expect(services.session.get()).toMatchObject({ user: { name: 'Grace' } });
  });

  it('refuses no name before anything is sent', async () => {
    await rename('');
    expect(screen.getByRole('alert').textContent).toBe('A name has 1 to 50 characters.');
  });

  it('says that nothing was saved', async () => {
    answer('changeProfile', new Failure({ status: 500, code: 'internal' }));
    await rename('Grace');
    expect((await screen.findByRole('alert')).textContent).toBe('Your name was not saved. Try again.');
  });
});

describe('PasswordForm', () => {
  async function change(current: string) {
    const page = renderPage(<PasswordForm email="ada@example.org" />, { signedInAs: ada });
    await page.user.type(screen.getByLabelText('Current password'), current);
    await page.user.type(screen.getByLabelText('New password'), 'violet stapler');
    await page.user.type(screen.getByLabelText('Confirm new password'), 'violet stapler');
    await page.user.click(screen.getByRole('button', { name: 'Change password' }));
    return page;
  }

  it('changes it and empties the fields', async () => {
    answer('changePassword', undefined);
    await change('correct horse');
    expect(await screen.findByText('Password changed. Other devices have to sign in again.')).toBeTruthy();
    await waitFor(() => {
      expect(screen.getByLabelText<HTMLInputElement>('Current password').value).toBe('');
    });
  });

  it('says at its field that the current one is wrong', async () => {
    const errors = [{ path: 'currentPassword', message: fieldMessages.currentPasswordWrong }];
    answer('changePassword', new Failure({ status: 400, code: 'validation', errors }));
    await change('not this one');
    expect((await screen.findByRole('alert')).textContent).toBe('This is not your current password.');
    expect(document.activeElement).toBe(screen.getByLabelText('Current password'));
  });

  it('says that there were too many tries', async () => {
    answer('changePassword', new Failure({ status: 429, code: 'too-many-requests' }));
    await change('not this one');
    expect((await screen.findByRole('alert')).textContent).toBe(
      'Too many tries. Wait a few minutes, then try again.',
    );
  });
});

describe('LeavingSection', () => {
  const profile = {
    ...ada.user,
    createdAt: '2026-11-24T12:00:00.000Z',
    language: 'en' as const,
    emailVerified: true,
    deletesAt: null,
    handle: null,
    about: null,
  };
  const leaving = { ...profile, deletesAt: '2026-12-15T12:00:00.000Z' };

  async function remove(password: string, after: typeof profile | typeof leaving = profile) {
    answer('getOwnProfile', profile);
    const page = renderPage(<LeavingSection email="ada@example.org" />, { signedInAs: ada });
    await page.user.click(await screen.findByRole('button', { name: 'Delete my account …' }));
    if (password) await page.user.type(screen.getByLabelText('Your password'), password);
    answer('getOwnProfile', after);
    await page.user.click(screen.getByRole('button', { name: 'Delete my account' }));
    return page;
  }

  it('deletes by the password, and then says until when, and offers the way back', async () => {
    const bodies = answer('deleteAccount', { deletesAt: leaving.deletesAt });
    const { user } = await remove('correct horse', leaving);
    expect(await screen.findByText(/^Your account will be deleted at /)).toBeTruthy();
    expect(screen.getByText('Your account is hidden, and will be deleted.')).toBeTruthy();
    expect(bodies).toEqual([{ password: 'correct horse' }]);

    const restored = answer('restoreAccount', profile);
    await user.type(screen.getByLabelText('Your password'), 'correct horse');
    await user.click(screen.getByRole('button', { name: 'Restore my account' }));
    expect(await screen.findByText('Welcome back. Everything is as it was.')).toBeTruthy();
    expect(restored).toEqual([{ password: 'correct horse' }]);
  });

  it('says at its field that the password is wrong, and sends none that is not there', async () => {
    const { user } = await remove('');
    expect(screen.getByRole('alert').textContent).toBe('Enter your password.');
    const errors = [{ path: 'password', message: fieldMessages.currentPasswordWrong }];
    answer('deleteAccount', new Failure({ status: 400, code: 'validation', errors }));
    await user.type(screen.getByLabelText('Your password'), 'not this one');
    await user.click(screen.getByRole('button', { name: 'Delete my account' }));
    await waitFor(() => {
      expect(screen.getByRole('alert').textContent).toBe('This is not your current password.');
    });
  });

  it('says what is kept, and can be left alone', async () => {
    answer('getOwnProfile', profile);
    const { user } = renderPage(<LeavingSection email="ada@example.org" />, { signedInAs: ada });
    await user.click(await screen.findByText('What is kept, and for how long'));
    expect(screen.getAllByRole('listitem')).toHaveLength(7);
    await user.click(screen.getByRole('button', { name: 'Delete my account …' }));
    await user.click(screen.getByRole('button', { name: 'Keep it' }));
    expect(screen.queryByLabelText('Your password')).toBeNull();
  });
});

describe('EmailSection', () => {
  const profile = {
    ...ada.user,
    createdAt: '2026-11-24T12:00:00.000Z',
    language: 'en' as const,
    emailVerified: false,
    deletesAt: null,
    handle: null,
    about: null,
  };

  it('says that the address is not confirmed, and sends the link once more', async () => {
    answer('getOwnProfile', profile);
    answer('resendEmailVerification', undefined);
    const { user } = renderPage(<EmailSection email="ada@example.org" />, { signedInAs: ada });
    await user.click(await screen.findByRole('button', { name: 'Send a link' }));
    expect(await screen.findByText(/^A link is on its way\. It works once/)).toBeTruthy();
  });

  it('has a link sent to another address, by the password', async () => {
    answer('getOwnProfile', { ...profile, emailVerified: true });
    const bodies = answer('changeEmail', undefined);
    const { user } = renderPage(<EmailSection email="ada@example.org" />, { signedInAs: ada });
    await user.click(screen.getByRole('button', { name: 'Change the address …' }));
    await user.type(screen.getByLabelText('New e-mail'), 'grace@example.org');
    await user.type(screen.getByLabelText('Your password'), 'correct horse');
    await user.click(screen.getByRole('button', { name: 'Send a link to it' }));
    expect(await screen.findByText(/^A link is on its way to .?grace@example\.org/)).toBeTruthy();
    expect(bodies).toEqual([{ email: 'grace@example.org', password: 'correct horse' }]);
    expect(screen.queryByLabelText('New e-mail')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Send a link' })).toBeNull();
  });
});

describe('ProfileForm', () => {
  const profile = {
    ...ada.user,
    createdAt: '2026-11-24T12:00:00.000Z',
    ...({ language: 'en', emailVerified: true, deletesAt: null } as const),
    ...{ handle: null, about: null },
  };

  async function fillIn(handle: string, about: string) {
    answer('getOwnProfile', profile);
    const page = renderPage(<ProfileForm />, { signedInAs: ada });
    await page.user.type(await screen.findByLabelText('Handle'), handle);
    await page.user.type(screen.getByLabelText('About you'), about);
    await page.user.click(screen.getByRole('button', { name: 'Save' }));
  }

  it('saves both, and shows the address of the page', async () => {
    const bodies = answer('changeProfile', { ...profile, handle: 'ada_l', about: 'Gulls' });
    await fillIn(' @Ada_L ', 'Gulls');
    expect(await screen.findByText('Saved.')).toBeTruthy();
    expect(bodies).toEqual([{ handle: 'ada_l', about: 'Gulls' }]);
    expect(screen.getByRole('link', { name: '@ada_l' }).getAttribute('href')).toBe('/@ada_l');
  });

  it.each([
    ['a-b', /3 to 30 of the letters/],
    ['4dm1n', /take this handle for the site/],
  ])('says at its field what is wrong with %s, before anything is sent', async (handle, why) => {
    await fillIn(handle, 'Gulls');
    expect((await screen.findByRole('alert')).textContent).toMatch(why);
    expect(document.activeElement).toBe(screen.getByLabelText('Handle'));
  });

  it('says that somebody has it', async () => {
    answer('changeProfile', new Failure({ status: 409, code: 'handle-taken' }));
    await fillIn('ada_l', 'Gulls');
    expect((await screen.findByRole('alert')).textContent).toBe(
      'Somebody has this handle, or one that looks the same. Choose another.',
    );
  });
});

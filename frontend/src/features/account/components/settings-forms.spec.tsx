import { describe, expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { fieldMessages } from '@media-feed/contract';
import { answer, Failure, startApi } from '../../../../test/api.ts';
import { ada, renderPage } from '../../../../test/render-page.tsx';
import { NameForm } from './name-form.tsx';
import { PasswordForm } from './password-form.tsx';

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
    const bodies = answer('changeProfile', { ...ada.user, name: 'Grace', createdAt });
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

/** Finds a Chromium: the system's, else from apt where we are root, else Playwright's own download. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
];

/** The path of an executable, or undefined when none is to be had. */
export function findBrowser(): string | undefined {
  const given = process.env.CHROMIUM_PATH;
  if (given) return given;
  const found = systemPaths.find((path) => existsSync(path));
  if (found) return found;
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium from Debian’s packages');
    attempt('apt-get', ['update', '-qq']);
    attempt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
    const installed = systemPaths.find((path) => existsSync(path));
    if (installed) return installed;
  }
  console.log('Downloading a Chromium for Playwright');
  attempt('playwright', ['install', 'chromium']);
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

function attempt(command: string, args: string[]): void {
  spawnSync(command, args, { stdio: 'inherit' });
}

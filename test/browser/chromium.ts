import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** The shell is the same engine without the browser around it, whose own windows take a fifth of a test's time. */
const PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Starts Debian's Chromium without anything that would leave the machine. @throws when there is none. */
export async function openChromium(options: { camera?: boolean; proxy?: string } = {}): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));
  if (!executablePath)
    throw new Error('The browser tests need Chromium: apt-get install -y chromium (or set CHROMIUM).');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(options.camera ? ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] : []),
    ],
    // Addresses of this machine go through the proxy only when told so.
    ...(options.proxy && { proxy: { server: options.proxy, bypass: '<-loopback>' } }),
  });
}

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: 'ru-RU',
  timezoneId: 'Europe/Moscow',
};

export const DESKTOP: BrowserContextOptions = {
  viewport: { width: 1280, height: 900 },
  locale: 'ru-RU',
  timezoneId: 'Europe/Moscow',
};

/** What a page must never do, noticed while it does whatever a test lets it do. */
export interface Watch {
  /** Breaches of the content security policy, errors of scripts, and failures that the page did not expect. */
  errors: string[];
  /** Every address that was asked for. */
  addresses: string[];
}

export function watchPage(page: Page): Watch {
  const watch: Watch = { errors: [], addresses: [] };
  page.on('pageerror', (error) => watch.errors.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    // A refused call is told by Chromium itself as an error; the page shows it to its reader.
    if (message.type() === 'error' && !text.startsWith('Failed to load resource')) watch.errors.push(text);
  });
  page.on('request', (request) => watch.addresses.push(request.url()));
  return watch;
}

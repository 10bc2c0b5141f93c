// Finds a Chromium or Chrome to show VS Code in, and installs Debian's where this process may.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of a browser; throws an error that names the command to run where there is none. */
export function bringBrowser() {
  const found = findBrowser();
  if (found) return found;
  const mayInstall = process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get');
  if (mayInstall) {
    process.stderr.write('Installing the system package chromium (apt-get)\n');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [
      ['update', '-qq'],
      ['install', '-y', '-qq', 'chromium'],
    ]) {
      execFileSync('apt-get', args, { stdio: ['ignore', 2, 2], env });
    }
    const installed = findBrowser();
    if (installed) return installed;
  }
  throw new Error(`No Chromium or Chrome was found. ${advice()} Or set CHROME_PATH to one.`);
}

function advice() {
  if (process.platform === 'darwin') return 'Run: brew install --cask google-chrome';
  if (process.platform === 'win32') return 'Run: winget install Google.Chrome';
  return 'Run: sudo apt-get update && sudo apt-get install -y chromium';
}

/** @returns {string | undefined} */
export function findBrowser() {
  const set = process.env.CHROME_PATH;
  if (set) return set;
  return usualPlaces().find((place) => existsSync(place)) ?? names.map(onPath).find(Boolean);
}

function usualPlaces() {
  if (process.platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ];
  }
  if (process.platform === 'win32') {
    return [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].flatMap(
      (base) => (base ? [path.join(base, 'Google/Chrome/Application/chrome.exe')] : []),
    );
  }
  return [];
}

/**
 * @param {string} name
 * @returns {string | undefined}
 */
export function onPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  return folders
    .flatMap((folder) => endings.map((ending) => path.join(folder, name + ending)))
    .find((file) => existsSync(file));
}

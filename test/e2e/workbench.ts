import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import {
  type Folders,
  installExtension,
  launchBrowser,
  makeFolders,
  removeFolders,
  type Server,
  startServer,
  workbenchUrl,
} from '../vscode/launch.mjs';
import { retry } from './retry.ts';

const extensionId = 'tiercel.tiercel';
const tries = 20;
const shortMs = 1500;

const themes = {
  dark: { name: 'Dark 2026', look: 'vs-dark' },
  light: { name: 'Light 2026', look: 'vs' },
  'high-contrast': { name: 'Default High Contrast', look: 'hc-black' },
  'high-contrast-light': { name: 'Default High Contrast Light', look: 'hc-light' },
} as const;

export interface WorkbenchOptions {
  /** The folder to open; without it VS Code opens none. */
  readonly folder?: string;
  /** The packaged extension to install first. */
  readonly vsix?: string;
  /** The folder of an extension that is there beside it. */
  readonly neighbour?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment of VS Code and of the extension. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where `shot` puts its pictures. */
  readonly shots: string;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** Opens VS Code as a person sees it, and returns when its extension host is connected. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const folders = makeFolders();
  let server: Server | undefined;
  let browser: Browser | undefined;
  try {
    if (options.neighbour)
      cpSync(options.neighbour, path.join(folders.extensions, path.basename(options.neighbour)), {
        recursive: true,
      });
    if (options.vsix) installExtension(folders, options.vsix);
    server = await startServer({
      folders,
      ...(options.settings ? { settings: options.settings } : {}),
      ...(options.env ? { env: options.env } : {}),
    });
    browser = await launchBrowser();
    const page = await browser.newPage({ viewport: options.viewport ?? { width: 1440, height: 900 } });
    const workbench = new Workbench(page, browser, server, folders, options.shots);
    await page.goto(workbenchUrl(server.port, options.folder));
    await workbench.ready();
    return workbench;
  } catch (error) {
    await browser?.close();
    await server?.stop();
    removeFolders(folders);
    throw error;
  }
}

function errorLabel(count: number): RegExp {
  return count === 0 ? /^(No Problems|Warnings: |Infos: )/ : new RegExp(`^Errors: ${count}\\b`);
}

/** VS Code's window, in the words of its user. Every wait is on a state. */
export class Workbench {
  constructor(
    readonly page: Page,
    readonly browser: Browser,
    readonly server: Server,
    readonly folders: Folders,
    readonly shots: string,
  ) {}

  /** Waits until the window stands and its extension host is connected. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await this.page.locator('.statusbar-item[id="status.host"]').waitFor();
    // Until the theme of the settings is there, the window wears a built-in one, which may be of the other kind.
    await this.page.locator('.monaco-workbench[class*="vscode-theme-defaults"]').waitFor();
  }

  /** A second window on the same server, with an extension host of its own. */
  async openBeside(folder: string): Promise<Workbench> {
    const page = await this.browser.newPage({ viewport: this.page.viewportSize() });
    await page.goto(workbenchUrl(this.server.port, folder));
    const beside = new Workbench(page, this.browser, this.server, this.folders, this.shots);
    await beside.ready();
    return beside;
  }

  /**
   * Picks a row of the quick input that `key` opens. An open list does not show commands that come later, and a change
   * of focus closes it, so it is opened again until the row is there.
   */
  async pick(key: string, query: string, rowText: string | RegExp = query): Promise<void> {
    const row = await retry(tries, async () => {
      const shown = await this.quickInputRow(key, query, rowText);
      await shown.click({ trial: true, timeout: shortMs });
      return shown;
    });
    // Once and no more: a click that is only slow to come back has run its command all the same.
    await row.click();
  }

  async quickInputRow(key: string, query: string, rowText: string | RegExp): Promise<Locator> {
    await this.page.keyboard.press('Escape');
    await this.page.keyboard.press(key);
    await this.page.locator('.quick-input-widget input.input').fill(query, { timeout: shortMs });
    const row = this.page.locator('.quick-input-widget .monaco-list-row', { hasText: rowText }).first();
    await row.waitFor({ timeout: shortMs });
    return row;
  }

  /** Runs a command by its full title, such as "Tiercel: Show Panel". */
  async palette(title: string): Promise<void> {
    await this.pick('F1', `>${title}`, title);
  }

  /** Types into the input box that a command has opened, and confirms it. */
  async answerInput(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input.input');
    await input.fill(text);
    await input.press('Enter');
  }

  /** Opens a file by its path in the workspace. */
  async openFile(file: string): Promise<void> {
    const name = path.posix.basename(file);
    await this.pick('ControlOrMeta+P', file, name);
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.editorLines().first().waitFor();
  }

  editorLines(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor .view-line');
  }

  squiggles(): Locator {
    return this.page.locator('.editor-group-container.active .squiggly-error');
  }

  /** Waits until the status bar counts this many errors in the workspace. */
  async waitForErrors(count: number): Promise<void> {
    const counter = this.page.locator('.statusbar-item[id="status.problems"] [aria-label]');
    await counter
      .and(this.page.getByLabel(errorLabel(count)))
      .first()
      .waitFor();
  }

  /** Puts the cursor on an error; a click on the line itself would land in its middle. */
  async clickSquiggle(nth = 0): Promise<void> {
    const squiggle = this.squiggles().nth(nth);
    // One that is drawn anew between the two has no place.
    const place = async () => {
      await squiggle.waitFor();
      return squiggle.boundingBox();
    };
    let box = await place();
    while (!box) box = await place();
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  }

  /**
   * Opens the light bulb's menu at the cursor and returns the row with this text. Code actions that come later do not
   * join an open menu, so it is opened again until the row is there.
   */
  lightBulb(text: string): Promise<Locator> {
    return this.codeAction(text, 'ControlOrMeta+.', async () => {});
  }

  /** The same of a menu that `key` opens, for what `select` selects: closing a menu that is not there unselects it. */
  async codeAction(text: string, key: string, select: () => Promise<void>): Promise<Locator> {
    const bulb = this.page.locator('.editor-group-container.active .lightBulbWidget');
    const row = this.page.locator('.action-widget .monaco-list-row.action', { hasText: text }).first();
    await retry(tries, async () => {
      await select();
      // VS Code looks for code actions itself a moment after the cursor has moved, and closes a menu that is open then.
      await bulb.waitFor();
      await this.page.keyboard.press(key);
      try {
        await row.waitFor({ timeout: shortMs });
      } catch (error) {
        await this.page.keyboard.press('Escape');
        throw error;
      }
    });
    return row;
  }

  async pickLightBulb(text: string): Promise<void> {
    await (await this.lightBulb(text)).click();
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-toast', { hasText: text }).first();
  }

  /** Takes away all notifications, so that they cover nothing in a picture. */
  async clearNotifications(): Promise<void> {
    await this.palette('Notifications: Clear All Notifications');
    await this.page
      .locator('.notifications-toasts .notification-toast')
      .first()
      .waitFor({ state: 'detached' });
  }

  /** Shows Tiercel's panel and returns the page in it. */
  async openPanel(): Promise<FrameLocator> {
    await this.palette('Tiercel: Show Panel');
    const panel = this.panel();
    await panel.getByTestId('request-box').waitFor();
    return panel;
  }

  /** The page in Tiercel's panel: a webview's document stands in two frames. */
  panel(): FrameLocator {
    return this.page
      .frameLocator(`iframe.webview.ready[src*="extensionId=${extensionId}"]`)
      .frameLocator('iframe#active-frame');
  }

  /** Searches the open settings for one of ours, by its name without the prefix, and waits until it is found. */
  async narrowSettings(name: string): Promise<void> {
    const editor = this.page.locator('.settings-editor');
    await editor.locator('.search-container').click();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.type(`@id:tiercel.${name}`);
    await editor.locator('.settings-count-widget', { hasText: '1 Setting Found' }).waitFor();
  }

  async closeSettings(): Promise<void> {
    const editor = this.page.locator('.settings-editor');
    await retry(tries, async () => {
      await this.page.keyboard.press('Escape');
      await editor.waitFor({ state: 'detached', timeout: shortMs });
    });
  }

  /** Changes the theme while VS Code runs; what is open stays open. */
  async useTheme(theme: keyof typeof themes): Promise<void> {
    const { name, look } = themes[theme];
    this.writeSetting('workbench.colorTheme', name);
    await this.page.locator(`.monaco-workbench.${look}`).waitFor();
  }

  /** Writes a setting into the file of the machine that VS Code's server runs on, as a person may by hand. */
  writeSetting(id: string, value: unknown): void {
    mkdirSync(path.dirname(this.settingsFile), { recursive: true });
    writeFileSync(this.settingsFile, JSON.stringify({ ...this.readSettings(), [id]: value }, null, 2));
  }

  /** What that file holds. */
  readSettings(): Readonly<Record<string, unknown>> {
    return existsSync(this.settingsFile) ? JSON.parse(readFileSync(this.settingsFile, 'utf8')) : {};
  }

  private get settingsFile(): string {
    return path.join(this.folders.user, 'Machine/settings.json');
  }

  /** Saves the file in the active editor and waits until VS Code says it is saved. */
  async save(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+S');
    await this.page
      .locator('.editor-group-container.active .tab.active.dirty')
      .waitFor({ state: 'detached' });
  }

  /** The log of one of the extension's output channels, of the newest extension host. */
  log(channel = 'Tiercel'): string {
    const logs = path.join(this.folders.user, 'logs');
    const name = path.join(extensionId, `${channel}.log`);
    if (!existsSync(logs)) return '';
    const files = readdirSync(logs, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith(name),
    );
    const newest = files.sort().at(-1);
    return newest ? readFileSync(path.join(logs, newest), 'utf8') : '';
  }

  /** Saves a picture of the window and returns its path. */
  async shot(name: string): Promise<string> {
    const file = path.join(this.shots, `${name}.png`);
    mkdirSync(this.shots, { recursive: true });
    await this.page.screenshot({ path: file, animations: 'disabled' });
    return file;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    removeFolders(this.folders);
  }
}

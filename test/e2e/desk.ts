import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type ScriptedEndpoint, startScriptedEndpoint } from '../models/endpoint.ts';
import { patchFolder } from '../models/patchFolder.ts';
import { sampleFixes } from '../models/sampleFixes.ts';
import type { Script } from '../models/script.ts';
import { scriptedEnvironment } from '../tools/models.mjs';
import { vsixPath } from '../tools/package.mjs';
import { prepareSample, wholeProjectSettings } from '../tools/sample.mjs';
import { shots } from './shots.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

/** Folders to open, and a model that the test can tell what to do and whose requests can be counted. */
export class Desk<Model extends { readonly script: Script }> {
  readonly root = mkdtempSync(path.join(os.tmpdir(), 'tiercel-e2e-'));
  readonly #windows: Workbench[] = [];

  private constructor(
    readonly endpoint: ScriptedEndpoint,
    readonly model: Model,
  ) {}

  static async open<Model extends { readonly script: Script }>(model: Model): Promise<Desk<Model>> {
    return new Desk(await startScriptedEndpoint(model.script), model);
  }

  emptyFolder(): string {
    const folder = path.join(this.root, 'empty');
    mkdirSync(folder);
    return folder;
  }

  sample(): string {
    const folder = path.join(this.root, 'sample');
    prepareSample(folder);
    return folder;
  }

  /** The sample with its problems fixed and not committed, of which a test fails. */
  sampleThatCompiles(): string {
    const folder = this.sample();
    for (const { patch } of sampleFixes) patchFolder(folder, patch);
    return folder;
  }

  async workbench(options: {
    readonly folder?: string;
    readonly settings?: Readonly<Record<string, unknown>>;
  }): Promise<Workbench> {
    const workbench = await openWorkbench({
      ...(options.folder && { folder: options.folder }),
      vsix: vsixPath,
      shots,
      settings: { ...wholeProjectSettings, ...options.settings },
      env: scriptedEnvironment(this.endpoint.url),
    });
    this.#windows.push(workbench);
    return workbench;
  }

  /** Closes the windows too; throws where a request broke the API's rules. */
  async close(): Promise<void> {
    for (const window of this.#windows) await window.close();
    await this.endpoint.close();
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    assert.deepEqual(this.endpoint.violations, []);
  }
}

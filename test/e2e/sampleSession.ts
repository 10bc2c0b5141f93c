import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type ScriptedEndpoint, scriptedEnvironment, startScriptedEndpoint } from '../tools/models.mjs';
import { vsixPath } from '../tools/package.mjs';
import { prepareSample, wholeProjectSettings } from '../tools/sample.mjs';
import { openWorkbench, type Workbench } from './workbench.ts';

export interface SampleSessionOptions {
  /** A script of test/models, by its path there without the ending; "none" for no endpoint and no key. */
  readonly script?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** How long the scripted model takes for an answer; 0 unless given. */
  readonly latencyMs?: number;
  /** False for a window that the extension is yet to be installed in. */
  readonly isInstalled?: boolean;
  /** The folder of an extension that is there beside ours. */
  readonly neighbour?: string;
  readonly shots: string;
}

export interface SampleSession {
  readonly workbench: Workbench;
  /** The copy of the sample that is open. */
  readonly folder: string;
  /** Throws where a request broke the API's rules. */
  readonly close: () => Promise<void>;
}

/** Opens a copy of the sample workspace in VS Code, with the packaged extension and a scripted model behind it. */
export async function openSample(options: SampleSessionOptions): Promise<SampleSession> {
  if (!existsSync(vsixPath)) throw new Error(`${vsixPath} is missing: run npm run package.`);
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'tiercel-e2e-'));
  const folder = path.join(temporary, 'sample');
  prepareSample(folder);
  const script = options.script ?? 'sampleScript';
  let endpoint: ScriptedEndpoint | undefined;
  let workbench: Workbench | undefined;
  const close = async () => {
    await workbench?.close();
    await endpoint?.stop();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    endpoint =
      script === 'none'
        ? undefined
        : await startScriptedEndpoint(script, { latencyMs: options.latencyMs ?? 0 });
    workbench = await openWorkbench({
      folder,
      ...(options.isInstalled !== false && { vsix: vsixPath }),
      ...(options.neighbour && { neighbour: options.neighbour }),
      shots: options.shots,
      settings: { ...wholeProjectSettings, ...options.settings },
      env: endpoint
        ? scriptedEnvironment(endpoint.url)
        : { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined },
    });
    return { workbench, folder, close };
  } catch (error) {
    await close();
    throw error;
  }
}

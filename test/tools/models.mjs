// Runs the scripted model endpoint in a process of its own.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { bundleModels } from './bundle.mjs';
import { findNode } from './node.mjs';

/** @typedef {{ readonly url: string, readonly stop: () => Promise<void> }} ScriptedEndpoint */

/**
 * Starts the endpoint with a script of test/models, given by its path there without the ending. `stop` throws when a
 * request broke the API's rules. The endpoint also ends when this process is gone.
 * @param {string} script
 * @param {{ readonly port?: number, readonly latencyMs?: number, eventsPerSecond?: number }} [options] the port (any
 *   that is free unless given), how long an answer takes, for what shows only while a model is at work, and how fast
 *   its events go out
 * @returns {Promise<ScriptedEndpoint>}
 */
export async function startScriptedEndpoint(script, { port = 0, latencyMs = 0, eventsPerSecond } = {}) {
  const folder = await bundleModels();
  const files = ['main', script].map((name) => path.join(folder, `${name}.mjs`));
  const flags = ['--port', String(port), '--latency', String(latencyMs)];
  if (eventsPerSecond !== undefined) flags.push('--pace', String(eventsPerSecond));
  const child = spawn(findNode(), ['--enable-source-maps', ...files, ...flags], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line).url));
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`The scripted endpoint ended (${code}) before it listened.`)),
    );
  });
  return {
    url,
    stop: async () => {
      child.stdin.end();
      const code = await ended;
      if (code !== 0) throw new Error('The scripted endpoint got requests that break the rules of the API.');
    },
  };
}

/**
 * The environment in which the extension and the command line talk to the endpoint when nothing else is set, and
 * the panel says that the model is scripted.
 * @param {string} url
 */
export function scriptedEnvironment(url) {
  return { OPENAI_BASE_URL: url, OPENAI_API_KEY: 'scripted', TIERCEL_SCRIPTED: '1' };
}

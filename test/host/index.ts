import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { findSourceMap, type SourceMapping } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Mocha from 'mocha';

const timeoutMs = 30_000;

/** VS Code loads this module into its extension host and calls `run`; a rejection makes VS Code exit with an error. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  Error.prepareStackTrace = mappedStack;
  const mocha = new Mocha({
    reporter: 'spec',
    timeout: timeoutMs,
    forbidOnly: true,
    ...(process.env.MOCHA_GREP ? { grep: process.env.MOCHA_GREP } : {}),
  });
  const bundles = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  for (const file of bundles.filter((name) => name.endsWith('.test.cjs')).sort()) {
    mocha.addFile(path.join(__dirname, file));
  }
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run((count) => {
      report({ passed: runner.stats?.passes ?? 0, failed: count, skipped: runner.stats?.pending ?? 0 });
      resolve(count);
    });
  });
  if (failures > 0) throw new Error(`${failures} tests failed in the extension host.`);
}

function report(counts: {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}): void {
  const file = process.env.TIERCEL_TEST_REPORT;
  if (!file) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(counts));
}

/**
 * VS Code has its own Error.prepareStackTrace in the extension host, so Node never maps a stack by itself; VS Code
 * keeps one that is set here.
 */
function mappedStack(error: Error, frames: readonly NodeJS.CallSite[]): string {
  return [String(error), ...frames.map((frame) => `    at ${mappedFrame(frame)}`)].join('\n');
}

function mappedFrame(frame: NodeJS.CallSite): string {
  const file = frame.getFileName();
  const map = file ? findSourceMap(file) : undefined;
  const entry: Partial<SourceMapping> =
    map?.findEntry((frame.getLineNumber() ?? 1) - 1, (frame.getColumnNumber() ?? 1) - 1) ?? {};
  const { originalSource, originalLine = 0, originalColumn = 0 } = entry;
  if (!originalSource) return String(frame);
  const source = originalSource.startsWith('file:') ? fileURLToPath(originalSource) : originalSource;
  return `${frame.getFunctionName() ?? '<anonymous>'} (${source}:${originalLine + 1}:${originalColumn + 1})`;
}

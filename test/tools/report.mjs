// How the parts of `npm test` tell it what they counted: one small file each.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';

/** @typedef {{ readonly passed: number, readonly failed: number, readonly skipped: number }} Counts */

/** The environment variable that names the file to write. */
export const reportVariable = 'TIERCEL_TEST_REPORT';

/** @param {string} part */
export function reportFile(part) {
  return path.join(root, 'out/reports', `${part}.json`);
}

/**
 * Writes the counts where `npm test` asked for them; does nothing in a run by hand.
 * @param {Counts} counts
 */
export function report(counts) {
  const file = process.env[reportVariable];
  if (!file) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(counts));
}

/** @param {string} part */
export function forgetReport(part) {
  rmSync(reportFile(part), { force: true });
}

/**
 * @param {string} part
 * @returns {Counts | undefined}
 */
export function readReport(part) {
  const file = reportFile(part);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

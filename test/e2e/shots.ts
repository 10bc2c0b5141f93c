import path from 'node:path';
import type { SampleSession } from './sampleSession.ts';

/** Where the pictures of these tests go. */
export const shots = path.resolve('out/e2e');

/** Keeps a picture of the window as it was when a test failed. */
export function shootFailures(session: () => Pick<SampleSession, 'workbench'>): void {
  afterEach(async function () {
    const test = this.currentTest;
    if (test?.state === 'failed')
      await session().workbench.shot(`failed ${test.title.replace(/\W+/g, ' ').trim()}`);
  });
}

import path from 'node:path';
import type { SampleSession } from './sampleSession.ts';
import type { Workbench } from './workbench.ts';

/** Where the pictures of these tests go. */
export const shots = path.resolve('out/e2e');

export type ThemeName = Parameters<Workbench['useTheme']>[0];

export const allThemes = ['light', 'high-contrast', 'dark'] as const satisfies readonly ThemeName[];

/** A picture in each of these themes; the window is dark afterwards. */
export async function shootInThemes(
  workbench: Workbench,
  name: string,
  themes: readonly ThemeName[] = ['light', 'dark'],
): Promise<void> {
  for (const theme of themes) {
    await workbench.useTheme(theme);
    await workbench.shot(`${name}-${theme}`);
  }
}

/** Keeps a picture of the window as it was when a test failed. */
export function shootFailures(session: () => Pick<SampleSession, 'workbench'>): void {
  afterEach(async function () {
    const test = this.currentTest;
    if (test?.state === 'failed')
      await session().workbench.shot(`failed ${test.title.replace(/\W+/g, ' ').trim()}`);
  });
}

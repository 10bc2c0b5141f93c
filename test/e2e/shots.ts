import path from 'node:path';
import type { Locator } from 'playwright-core';
import type { SampleSession } from './sampleSession.ts';
import type { Workbench } from './workbench.ts';

/** Where the pictures of these tests go. */
export const shots = path.resolve('out/e2e');

export type ThemeName = Parameters<Workbench['useTheme']>[0];

export const allThemes = ['light', 'high-contrast', 'dark'] as const satisfies readonly ThemeName[];

/** Each theme's pictures take a minute in all, and tell a person something and a test nothing. */
const isEachThemeWanted = process.env.TIERCEL_THEMES === 'all';

/**
 * A picture of what is shown in each of these themes; the window is dark afterwards. In the dark one alone unless
 * TIERCEL_THEMES=all asks for the others.
 */
export async function shootInThemes(
  workbench: Workbench,
  name: string,
  themes: readonly ThemeName[] = ['light', 'dark'],
  shown?: Locator,
): Promise<void> {
  for (const theme of isEachThemeWanted ? themes : (['dark'] as const)) {
    if (isEachThemeWanted) await workbench.useTheme(theme);
    await shown?.scrollIntoViewIfNeeded();
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

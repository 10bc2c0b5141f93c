import type { Services } from './services.ts';

// What the user asks for now and then is loaded when it is asked for.

export async function setApiKey({ keys, environment }: Services): Promise<void> {
  const { setApiKey: ask } = await import('../settings/setApiKey.ts');
  await ask(keys, environment);
}

export async function chooseProfile({ environment }: Services): Promise<void> {
  const { chooseProfile: choose } = await import('../settings/chooseProfile.ts');
  await choose(environment);
}

export async function exportLedger({ resources }: Services): Promise<void> {
  const { exportLedger: write } = await import('../runs/exportLedger.ts');
  await write(resources);
}

export async function showPriceNotice({ context, keys, environment }: Services): Promise<void> {
  const { showPriceNotice: show } = await import('../runs/priceNotice.ts');
  await show(context.globalState, keys, environment);
}

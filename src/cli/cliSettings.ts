import { readFileSync } from 'node:fs';
import { messageOf } from '../base/messageOf.ts';
import { modelTiers, type Tier, tiers } from '../core/model/tier.ts';
import { type HostSettings, readSettings } from '../core/settings/readSettings.ts';
import { settingIds, tierSettingId, tierSettingNames } from '../core/settings/settingIds.ts';
import { parseJsonc } from '../node/readJsonc.ts';
import { UsageError } from './usage.ts';

/** The defaults, over them the settings file, the endpoint of the environment, and what the command line says. */
export function cliSettings(
  options: { readonly budget?: string; readonly ceiling?: string; readonly settings?: string },
  environment: NodeJS.ProcessEnv,
): HostSettings {
  const values = options.settings === undefined ? {} : readFile(options.settings);
  const { settings, problems } = readSettings((id) => values[id], environment.OPENAI_BASE_URL || undefined);
  // What is wrong in a file that was named for this run alone is not passed over.
  if (problems.length > 0)
    throw new UsageError(`${options.settings}: ${problems.map(({ reason }) => reason).join('\n')}`);
  const { core } = settings;
  const budgets =
    options.budget === undefined ? core.budgets : { ...core.budgets, runUsd: readBudget(options.budget) };
  const ceiling = options.ceiling === undefined ? core.ceiling : readCeiling(options.ceiling);
  // Nobody is there to be asked: the budget alone holds a plan back.
  const startPlansBelowUsd = Number.POSITIVE_INFINITY;
  return { ...settings, core: { ...core, budgets, ceiling, startPlansBelowUsd } };
}

const knownIds = new Set<string>([
  ...Object.values(settingIds),
  ...modelTiers.flatMap((tier) => tierSettingNames.map((name) => tierSettingId(tier, name))),
]);

/** The settings in a file such as VS Code's settings.json; those of others are passed over. */
function readFile(file: string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`The settings file can't be read: ${messageOf(error)}`);
  }
  let value: unknown;
  try {
    value = parseJsonc(text);
  } catch (error) {
    throw new UsageError(`The settings file ${file} holds no JSON: ${messageOf(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`The settings file ${file} holds no JSON object.`);
  }
  const unknown = Object.keys(value).filter((id) => id.startsWith('tiercel.') && !knownIds.has(id));
  if (unknown.length > 0) throw new UsageError(`${file}: there is no setting ${unknown.join(', ')}.`);
  return value as Readonly<Record<string, unknown>>;
}

function readBudget(given: string): number {
  // As people write amounts: 0x10 is a number too, and hardly $16 to who wrote it.
  if (/^(?:\d+(?:\.\d*)?|\.\d+)$/.test(given.trim())) return Number(given);
  throw new UsageError(`--budget takes an amount in US dollars, such as 0.50; "${given}" is none.`);
}

function readCeiling(given: string): Tier {
  const tier = tiers.find((name) => name === given);
  if (tier) return tier;
  throw new UsageError(`--ceiling takes one of ${tiers.join(', ')}; "${given}" is none of them.`);
}

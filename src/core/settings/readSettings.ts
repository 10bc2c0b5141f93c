import * as z from 'zod';
import type { Budgets } from '../ledger/ledger.ts';
import { type Capabilities, capabilityNames } from '../model/capabilities.ts';
import { isEndpoint } from '../model/endpoint.ts';
import {
  keyHeaders,
  type ModelTier,
  modelTiers,
  patchToolForms,
  providers,
  reasoningEfforts,
  type TierSettings,
  tiers,
} from '../model/tier.ts';
import { mostCandidates } from '../routing/candidates.ts';
import { describeIssue } from './describeIssue.ts';
import { settingIds, type TierSettingName, tierSettingId } from './settingIds.ts';
import { defaultSettings, type Settings } from './settings.ts';

/** The core's settings, and those that only the editor's side goes by. */
export interface HostSettings {
  readonly core: Settings;
  readonly saveAfterAccept: boolean;
  /** Whether new errors are looked at when a file is saved, and what their labels may cost a day (USD). */
  readonly watch: { readonly isEnabled: boolean; readonly dayUsd: number };
  /** Milliseconds that an answer may pause in the middle. */
  readonly stallTimeoutMs: number;
  /** Milliseconds that a command in a scratch copy may take. */
  readonly commandTimeoutMs: number;
  /** Commands of language servers by language id, beside those that are found without a setting. */
  readonly languageServers: Readonly<Record<string, readonly string[]>>;
  /** Where spans of calls go; empty: nowhere. */
  readonly otlpEndpoint: string;
}

export interface SettingsReading {
  readonly settings: HostSettings;
  readonly problems: readonly SettingProblem[];
}

/** A setting whose value could not be used; its default stands in. */
export interface SettingProblem {
  readonly id: string;
  /** In a sentence, with the setting's name. */
  readonly reason: string;
  /** The same, and what is used instead. */
  readonly message: string;
}

const price = z.number().min(0).max(1000);
const capabilitySettings = z.partialRecord(z.enum(capabilityNames), z.boolean().nullable());
const usd = z.number().min(0).max(100_000);
const addressRule = 'must be empty or an http:// or https:// address without a user, a query or a fragment';
const address = z.string().refine((text) => text === '' || isEndpoint(text), { error: addressRule });
const tierBudgets = z.partialRecord(z.enum(modelTiers), usd.nullable());
const factor = z.number().min(1).max(100);
const longContextPrice = z
  .strictObject({ above: z.int().min(1), inputFactor: factor, outputFactor: factor })
  .nullable();
const share = z.number().min(0).max(1);

/**
 * Reads settings through a function that gives a setting's value by its full id. A value that can't be used is named
 * in `problems` and replaced by its default: a wrong setting must not stop the rest.
 * `environmentBaseUrl` is where a tier with an empty base URL goes; undefined means the default endpoint.
 */
export function readSettings(
  settingOf: (id: string) => unknown,
  environmentBaseUrl: string | undefined,
): SettingsReading {
  const problems: SettingProblem[] = [];
  const read = readerOf(settingOf, problems);
  const settings: HostSettings = {
    core: readCore(read, environmentBaseUrl),
    stallTimeoutMs: read(settingIds.stallSeconds, z.number().min(5).max(3_600), 120) * 1_000,
    commandTimeoutMs: read(settingIds.commandSeconds, z.number().min(1).max(7_200), 300) * 1_000,
    watch: {
      isEnabled: read(settingIds.watchEnabled, z.boolean(), false),
      dayUsd: read(settingIds.watchBudget, usd, 0.02),
    },
    saveAfterAccept: read(settingIds.saveAfterAccept, z.boolean(), true),
    languageServers: read(settingIds.languageServers, z.record(z.string(), z.array(z.string()).min(1)), {}),
    otlpEndpoint: read(settingIds.otlpEndpoint, address, ''),
  };
  return { settings, problems };
}

type Read = <T>(id: string, schema: z.ZodType<T>, fallback: T) => T;

function readerOf(settingOf: (id: string) => unknown, problems: SettingProblem[]): Read {
  return (id, schema, fallback) => {
    const value = settingOf(id);
    if (value === undefined) return fallback;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const why = issue ? describeIssue(issue) : 'it can not be read';
    const reason = `The setting ${id} can't be used (${why}).`;
    problems.push({ id, reason, message: `${reason} Its default is used: ${JSON.stringify(fallback)}.` });
    return fallback;
  };
}

function readCore(read: Read, environmentBaseUrl: string | undefined): Settings {
  const batchLabelsAbove = read(settingIds.batchLabelsAbove, z.int().min(0).nullable(), null);
  const oneTier = read(settingIds.oneTier, z.enum(['off', ...modelTiers]), 'off');
  const { routing, shadow } = defaultSettings;
  const byTier = Object.fromEntries(
    modelTiers.map((tier) => [tier, readTier(tier, read, environmentBaseUrl)]),
  );
  return {
    tiers: byTier as Record<ModelTier, TierSettings>,
    ceiling: read(settingIds.ceiling, z.enum(tiers), defaultSettings.ceiling),
    budgets: readBudgets(read),
    startPlansBelowUsd: read(settingIds.startPlansBelow, usd, defaultSettings.startPlansBelowUsd),
    maxParallel: read(settingIds.maxParallel, z.int().min(1).max(32), defaultSettings.maxParallel),
    candidates: read(settingIds.candidates, z.int().min(1).max(mostCandidates), defaultSettings.candidates),
    ...(batchLabelsAbove !== null && { batchLabelsAbove }),
    ...(read(settingIds.rerank, z.boolean(), false) && { rerank: true }),
    routing: {
      ...(oneTier !== 'off' && { oneTier }),
      learn: read(settingIds.learn, z.boolean(), routing.learn),
      qualityBar: read(settingIds.qualityBar, share, routing.qualityBar),
      explore: read(settingIds.explore, share, routing.explore),
    },
    shadow: {
      share: read(settingIds.shadowShare, share, shadow.share),
      dayUsd: read(settingIds.shadowBudget, usd, shadow.dayUsd),
    },
  };
}

function readTier(tier: ModelTier, read: Read, environmentBaseUrl: string | undefined): TierSettings {
  const defaults = defaultSettings.tiers[tier];
  const setting = <T>(name: TierSettingName, schema: z.ZodType<T>, fallback: T) =>
    read(tierSettingId(tier, name), schema, fallback);
  const effort = setting('reasoningEffort', z.enum(['default', ...reasoningEfforts]), 'default');
  const apiVersion = setting('apiVersion', z.string().trim(), '');
  const keyHeader = setting('keyHeader', z.enum(keyHeaders), 'authorization');
  const serviceTier = setting('serviceTier', z.enum(['default', 'flex']), 'default');
  const cacheWritten = setting('cacheWritePrice', price.nullable(), null);
  const capabilities = setting('capabilities', capabilitySettings, {});
  const longContext = setting('longContext', longContextPrice, defaults.price.longContext ?? null);
  const regionFactor = setting('regionFactor', z.number().min(1).max(10), 1);
  const flexFactor = setting('flexFactor', z.number().min(0).max(1), 0.5);
  const baseUrl = setting('baseUrl', address, '');
  return {
    provider: setting('provider', z.enum(providers), defaults.provider),
    baseUrl: withoutSlash(baseUrl || environmentBaseUrl || defaults.baseUrl),
    ...(apiVersion !== '' && { apiVersion }),
    ...(keyHeader !== 'authorization' && { keyHeader }),
    model: setting('model', z.string().trim().min(1), defaults.model),
    reasoningEffort: effort === 'default' ? undefined : effort,
    ...(serviceTier === 'flex' && { serviceTier }),
    price: {
      ...(cacheWritten !== null && { cacheWritten }),
      ...(longContext !== null && { longContext }),
      ...(regionFactor !== 1 && { regionFactor }),
      ...(flexFactor !== 0.5 && { flexFactor }),
      input: setting('inputPrice', price, defaults.price.input),
      cached: setting('cachedPrice', price, defaults.price.cached),
      output: setting('outputPrice', price, defaults.price.output),
      source: setting('priceSource', z.string(), defaults.price.source),
    },
    contextTokens: setting('contextTokens', z.int().min(1_000).max(10_000_000), defaults.contextTokens),
    maxOutputTokens: setting('maxOutputTokens', z.int().min(256).max(1_000_000), defaults.maxOutputTokens),
    patchTool: setting('patchTool', z.enum(patchToolForms), defaults.patchTool),
    ...(Object.keys(capabilities).length > 0 && { capabilities: stated(capabilities) }),
  };
}

/** A limit that is empty does not hold. */
function readBudgets(read: Read): Budgets {
  const { runUsd, dayUsd, runCalls = null, runTokens = null } = defaultSettings.budgets;
  const limits = {
    monthUsd: read(settingIds.monthBudget, usd.nullable(), null),
    workspaceMonthUsd: read(settingIds.workspaceBudget, usd.nullable(), null),
    runCalls: read(settingIds.runCalls, z.int().min(0).nullable(), runCalls),
    runTokens: read(settingIds.runTokens, z.int().min(0).nullable(), runTokens),
    runMinutes: read(settingIds.runMinutes, z.number().min(0).nullable(), null),
  };
  const byTier = Object.entries(read(settingIds.tierBudgets, tierBudgets, {})).filter(
    ([, limit]) => limit !== null,
  );
  return {
    runUsd: read(settingIds.runBudget, usd, runUsd),
    dayUsd: read(settingIds.dayBudget, usd, dayUsd),
    ...Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== null)),
    ...(byTier.length > 0 && { tierDayUsd: Object.fromEntries(byTier) }),
  };
}

/** A capability that is null is one that the user has not stated. */
function stated(capabilities: z.infer<typeof capabilitySettings>): Partial<Capabilities> {
  return Object.fromEntries(Object.entries(capabilities).filter(([, can]) => typeof can === 'boolean'));
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

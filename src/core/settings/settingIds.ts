/** The names of all settings, which the editor's settings and a settings file of the command line share. */
export const settingIds = {
  runBudget: 'tiercel.budget.runUsd',
  dayBudget: 'tiercel.budget.dayUsd',
  monthBudget: 'tiercel.budget.monthUsd',
  workspaceBudget: 'tiercel.budget.workspaceMonthUsd',
  tierBudgets: 'tiercel.budget.tierDayUsd',
  runCalls: 'tiercel.budget.runCalls',
  runTokens: 'tiercel.budget.runTokens',
  runMinutes: 'tiercel.budget.runMinutes',
  ceiling: 'tiercel.ceiling',
  startPlansBelow: 'tiercel.plan.startBelowUsd',
  maxParallel: 'tiercel.maxParallel',
  candidates: 'tiercel.candidates',
  rerank: 'tiercel.context.rerank',
  oneTier: 'tiercel.routing.oneTier',
  learn: 'tiercel.routing.learn',
  qualityBar: 'tiercel.routing.qualityBar',
  explore: 'tiercel.routing.explore',
  shadowShare: 'tiercel.shadow.share',
  shadowBudget: 'tiercel.shadow.dayUsd',
  watchEnabled: 'tiercel.watch.enabled',
  watchBudget: 'tiercel.watch.dayUsd',
  saveAfterAccept: 'tiercel.saveAfterAccept',
  stallSeconds: 'tiercel.stallSeconds',
  commandSeconds: 'tiercel.commandSeconds',
  languageServers: 'tiercel.languageServers',
  batchLabelsAbove: 'tiercel.batch.labelsAbove',
  otlpEndpoint: 'tiercel.telemetry.otlpEndpoint',
} as const;

/** The settings that each tier has, as `tiercel.tiers.<tier>.<name>`. */
export const tierSettingNames = [
  'provider',
  'baseUrl',
  'model',
  'reasoningEffort',
  'inputPrice',
  'cachedPrice',
  'outputPrice',
  'priceSource',
  'contextTokens',
  'maxOutputTokens',
  'patchTool',
  'apiVersion',
  'keyHeader',
  'serviceTier',
  'cacheWritePrice',
  'longContext',
  'regionFactor',
  'flexFactor',
  'capabilities',
] as const;
export type TierSettingName = (typeof tierSettingNames)[number];

/** The id of a tier's setting, such as "tiercel.tiers.mini.model". */
export function tierSettingId(tier: string, name: TierSettingName): string {
  return `tiercel.tiers.${tier}.${name}`;
}

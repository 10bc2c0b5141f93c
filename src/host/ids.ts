/** Every id that package.json contributes; a unit test holds the two together. */

export const commandIds = {
  newRequest: 'tiercel.newRequest',
  fixProblems: 'tiercel.fixProblems',
  fixProblem: 'tiercel.fixProblem',
  acceptAll: 'tiercel.acceptAll',
  rejectAll: 'tiercel.rejectAll',
  cancel: 'tiercel.cancel',
  resume: 'tiercel.resume',
  explainException: 'tiercel.explainException',
  debugCommand: 'tiercel.debugCommand',
  manageCommands: 'tiercel.manageCommands',
  showTierReport: 'tiercel.showTierReport',
  resetTierHistory: 'tiercel.resetTierHistory',
  showTaskContext: 'tiercel.showTaskContext',
  showPanel: 'tiercel.showPanel',
  setApiKey: 'tiercel.setApiKey',
  openSettings: 'tiercel.openSettings',
  exportLedger: 'tiercel.exportLedger',
} as const;

export const panelViewId = 'tiercel.panel';

/** Keys that `when` clauses and `enablement` in package.json go by. */
export const contextKeys = {
  running: 'tiercel.running',
  resumable: 'tiercel.resumable',
  hasOpenHunks: 'tiercel.hasOpenHunks',
  stoppedAtException: 'tiercel.stoppedAtException',
} as const;

export const settingsSection = 'tiercel';

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
  oneTier: 'tiercel.routing.oneTier',
  learn: 'tiercel.routing.learn',
  qualityBar: 'tiercel.routing.qualityBar',
  explore: 'tiercel.routing.explore',
  shadowShare: 'tiercel.shadow.share',
  shadowBudget: 'tiercel.shadow.dayUsd',
  saveAfterAccept: 'tiercel.saveAfterAccept',
  stallSeconds: 'tiercel.stallSeconds',
  commandSeconds: 'tiercel.commandSeconds',
  languageServers: 'tiercel.languageServers',
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

export function tierSettingId(tier: string, name: TierSettingName): string {
  return `tiercel.tiers.${tier}.${name}`;
}

/** How VS Code names this extension. */
export const extensionId = 'tiercel.tiercel';

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

/** How VS Code names this extension. */
export const extensionId = 'tiercel.tiercel';

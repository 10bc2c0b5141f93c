/** Every id that package.json contributes; a unit test holds the two together. */

export const commandIds = {
  newRequest: 'tiercel.newRequest',
  fixProblems: 'tiercel.fixProblems',
  fixProblem: 'tiercel.fixProblem',
  fixGroup: 'tiercel.fixGroup',
  labelGroup: 'tiercel.labelGroup',
  stopGroup: 'tiercel.stopGroup',
  filterProblems: 'tiercel.filterProblems',
  explainProblem: 'tiercel.explainProblem',
  rewriteSelection: 'tiercel.rewriteSelection',
  editHere: 'tiercel.editHere',
  acceptHunk: 'tiercel.acceptHunk',
  rejectHunk: 'tiercel.rejectHunk',
  nextHunk: 'tiercel.nextHunk',
  previousHunk: 'tiercel.previousHunk',
  showChanges: 'tiercel.showChanges',
  acceptDiff: 'tiercel.acceptDiff',
  rejectDiff: 'tiercel.rejectDiff',
  acceptAll: 'tiercel.acceptAll',
  rejectAll: 'tiercel.rejectAll',
  cancel: 'tiercel.cancel',
  resume: 'tiercel.resume',
  explainException: 'tiercel.explainException',
  debugCommand: 'tiercel.debugCommand',
  manageCommands: 'tiercel.manageCommands',
  manageTools: 'tiercel.manageTools',
  showTierReport: 'tiercel.showTierReport',
  resetTierHistory: 'tiercel.resetTierHistory',
  showTaskContext: 'tiercel.showTaskContext',
  showPanel: 'tiercel.showPanel',
  showLog: 'tiercel.showLog',
  setApiKey: 'tiercel.setApiKey',
  openSettings: 'tiercel.openSettings',
  chooseProfile: 'tiercel.chooseProfile',
  exportLedger: 'tiercel.exportLedger',
} as const;

/** Told by the editor once it has applied the edit of a light bulb's entry; in no menu. */
export const fixTakenCommand = 'tiercel.fixTaken';

export const panelViewId = 'tiercel.panel';
export const problemsViewId = 'tiercel.problems';

/** Keys that `when` clauses and `enablement` in package.json go by. */
export const contextKeys = {
  running: 'tiercel.running',
  resumable: 'tiercel.resumable',
  hasOpenHunks: 'tiercel.hasOpenHunks',
  hasProblems: 'tiercel.hasProblems',
  stoppedAtException: 'tiercel.stoppedAtException',
} as const;

export const settingsSection = 'tiercel';

/** What other agents in the editor call. */
export const toolNames = {
  fixProblems: 'tiercel_fix_problems',
  delegate: 'tiercel_delegate',
} as const;

export const participantId = 'tiercel.chat';

/** How VS Code names this extension. */
export const extensionId = 'tiercel.tiercel';

/**
 * User settings of a VS Code that tests drive: nothing that pops up by itself, asks the network or moves.
 * @type {Readonly<Record<string, unknown>>}
 */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Dark 2026',
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'npm.fetchOnlinePackageInfo': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'git.openRepositoryInParentFolders': 'never',
  'chat.disableAIFeatures': true,
};

import { rustSettings } from './knownServers.ts';

/**
 * What servers are told when they ask for settings, by section. Checks are on; whatever would fetch something from
 * the network is off, or sent to a port of this machine where no one listens.
 */
export const serverSettings: Readonly<Record<string, unknown>> = {
  json: { validate: { enable: true }, schemas: [], schemaDownload: { enable: false } },
  css: { validate: true },
  scss: { validate: true },
  less: { validate: true },
  html: { validate: { scripts: true, styles: true } },
  http: { proxy: 'http://127.0.0.1:9', proxyStrictSSL: true },
  yaml: {
    validate: true,
    schemaStore: { enable: false, url: '' },
    schemas: {},
    kubernetesCRDStore: { enable: false },
  },
  redhat: { telemetry: { enabled: false } },
  gopls: { pullDiagnostics: true },
  'rust-analyzer': rustSettings,
  Lua: { telemetry: { enable: false }, addonManager: { enable: false } },
};

/** The settings of a section such as `json.validate`; null where there are none, as the protocol wants it. */
export function settingsOf(
  settings: Readonly<Record<string, unknown>>,
  section: string | undefined,
): unknown {
  if (section === undefined) return settings;
  let found: unknown = settings;
  for (const name of section.split('.')) {
    if (typeof found !== 'object' || found === null) return null;
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return found ?? null;
}

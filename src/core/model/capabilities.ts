import type { PatchToolForm, Provider, TierSettings } from './tier.ts';

/** What a model at its endpoint can be asked for. What it can't is done in a plainer way; see degrade.ts. */
export interface Capabilities {
  /** Answers of a given JSON schema, enforced by the endpoint. Without it the schema stands in the prompt. */
  readonly strictSchema: boolean;
  /** Tool calls. Without them the model writes its calls as text. */
  readonly tools: boolean;
  /** Several tool calls in one answer. */
  readonly parallelTools: boolean;
  /** The Responses API's own tool for patches. */
  readonly applyPatch: boolean;
  /** Tools whose input is free text. */
  readonly customTools: boolean;
  /** Images in the input. */
  readonly images: boolean;
  /** A key by which requests with the same beginning find the endpoint's cache. */
  readonly promptCache: boolean;
}

export const capabilityNames = [
  'strictSchema',
  'tools',
  'parallelTools',
  'applyPatch',
  'customTools',
  'images',
  'promptCache',
] as const satisfies readonly (keyof Capabilities)[];

interface Row {
  readonly provider: Provider;
  /** Of the base URL's host; absent: any. */
  readonly host?: RegExp;
  readonly model?: RegExp;
  readonly can: Partial<Capabilities>;
}

const everything: Capabilities = {
  strictSchema: true,
  tools: true,
  parallelTools: true,
  applyPatch: true,
  customTools: true,
  images: true,
  promptCache: true,
};

const ownHosts =
  /(^|\.)(openai\.com|openai\.azure\.com|services\.ai\.azure\.com|cognitiveservices\.azure\.com)$/;

/**
 * What is believed of an endpoint before it has said otherwise; later rows win over earlier ones, the tier's own
 * setting over all rows, and what the endpoint has refused in this session over the setting.
 */
const table: readonly Row[] = [
  { provider: 'responses', can: everything },
  { provider: 'chat', can: { ...everything, applyPatch: false, customTools: false, images: false } },
  { provider: 'chat', host: ownHosts, can: { customTools: true, images: true } },
  {
    provider: 'chat',
    model: /vision|vl\b|llava|pixtral|gemma-?3|gpt-(?:4o|4\.1|5)|gemini|claude|llama-?4/i,
    can: { images: true },
  },
  // Models of the first generations, and those that only reason, were made without tool calls.
  {
    provider: 'chat',
    model: /^(gemma:|gemma2|phi-?[23]\b|codellama|llama2|deepseek-r1:(?:1\.5b|7b|8b))/i,
    can: { tools: false },
  },
  {
    provider: 'vscode',
    can: { tools: true, parallelTools: true, images: true },
  },
];

const nothing = Object.fromEntries(capabilityNames.map((name) => [name, false])) as unknown as Capabilities;

type CapableTier = Pick<TierSettings, 'provider' | 'baseUrl' | 'model' | 'capabilities'>;

/** What a tier's model can be asked for. */
export function capabilitiesOf(tier: CapableTier): Capabilities {
  const rows = table.filter(
    ({ provider, host, model }) =>
      provider === tier.provider &&
      (host?.test(hostOf(tier.baseUrl)) ?? true) &&
      (model?.test(tier.model) ?? true),
  );
  return Object.assign({}, nothing, ...rows.map(({ can }) => can), tier.capabilities);
}

/** Whether the base URL is one of OpenAI's or Azure's: they know all of their own API's parameters. */
export function isOwnHost(baseUrl: string): boolean {
  return ownHosts.test(hostOf(baseUrl));
}

/** The form of the patch tool nearest to the one that is set that the model can be offered. */
export function patchFormOf(wanted: PatchToolForm, can: Capabilities): PatchToolForm {
  if (wanted === 'apply_patch' && can.applyPatch) return 'apply_patch';
  return wanted !== 'function' && can.customTools ? 'custom' : 'function';
}

function hostOf(baseUrl: string): string {
  return /^https?:\/\/(?:[^/?#@]*@)?([^/:?#]+)/i.exec(baseUrl)?.[1]?.toLowerCase() ?? '';
}

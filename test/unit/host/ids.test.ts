import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { modelTiers } from '../../../src/core/model/tier.ts';
import { readSettings } from '../../../src/core/settings/readSettings.ts';
import { settingIds, tierSettingId, tierSettingNames } from '../../../src/core/settings/settingIds.ts';
import { defaultSettings } from '../../../src/core/settings/settings.ts';
import {
  commandIds,
  contextKeys,
  extensionId,
  fixTakenCommand,
  panelViewId,
  problemsViewId,
} from '../../../src/host/ids.ts';

interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly enablement?: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly keybindings: readonly { readonly command: string; readonly when: string }[];
    readonly viewsWelcome: readonly { readonly contents: string; readonly when: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly completionEvents: readonly string[];
        readonly media: { readonly svg: string };
      }[];
    }[];
    readonly configuration: readonly {
      readonly properties: Readonly<
        Record<
          string,
          {
            readonly default: unknown;
            readonly scope: string;
            readonly order?: number;
            readonly markdownDescription: string;
            readonly enum?: readonly unknown[];
            readonly enumDescriptions?: readonly string[];
          }
        >
      >;
    }[];
  };
}

const manifest = JSON.parse(readFileSync(path.resolve('package.json'), 'utf8')) as Manifest;
const { contributes } = manifest;
const settings = Object.assign(
  {},
  ...contributes.configuration.map(({ properties }) => properties),
) as Manifest['contributes']['configuration'][number]['properties'];
const sorted = (ids: Iterable<string>) => [...ids].sort();

describe('ids and package.json', () => {
  it('name the same commands', () =>
    assert.deepEqual(
      sorted(Object.values(commandIds)),
      sorted(contributes.commands.map(({ command }) => command)),
    ));

  it('put only commands that exist into menus', () => {
    const known = new Set<string>(Object.values(commandIds));
    const used = Object.values(contributes.menus).flat();
    assert.deepEqual(
      used.filter(({ command }) => !known.has(command)),
      [],
    );
  });

  it('name the same views', () =>
    assert.deepEqual(
      Object.values(contributes.views)
        .flat()
        .map(({ id }) => id),
      [panelViewId, problemsViewId],
    ));

  it('name the same context keys', () => {
    const { commands, menus, keybindings, viewsWelcome } = contributes;
    const clauses = [
      ...commands.map(({ enablement }) => enablement),
      ...[...Object.values(menus).flat(), ...keybindings, ...viewsWelcome].map(({ when }) => when),
    ];
    const ids = new Set<string>([panelViewId, problemsViewId]);
    const used = clauses
      .flatMap((clause) => clause?.match(/\btiercel\.\w+/g) ?? [])
      .filter((key) => !ids.has(key));
    assert.deepEqual(sorted(new Set(used)), sorted(Object.values(contextKeys)));
  });

  it('bind keys and links to commands that exist', () => {
    const known = new Set<string>([...Object.values(commandIds), fixTakenCommand]);
    const { keybindings, viewsWelcome, walkthroughs } = contributes;
    const texts = [
      ...viewsWelcome.map(({ contents }) => contents),
      ...walkthroughs.flatMap(({ steps }) =>
        steps.flatMap(({ description, completionEvents }) => [description, ...completionEvents]),
      ),
    ];
    const linked = texts.flatMap((text) => text.match(/(?<=(?:command|onCommand):)tiercel\.\w+/gi) ?? []);
    assert.deepEqual(
      [...keybindings.map(({ command }) => command), ...linked].filter((id) => !known.has(id)),
      [],
    );
  });

  it('ship the pictures of the walkthrough', () => {
    const pictures = contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg));
    assert.deepEqual(
      pictures.filter((file) => !existsSync(path.resolve(file))),
      [],
    );
  });

  it('name the same settings', () => {
    const ofTiers = modelTiers.flatMap((tier) => tierSettingNames.map((name) => tierSettingId(tier, name)));
    assert.deepEqual(sorted([...Object.values(settingIds), ...ofTiers]), sorted(Object.keys(settings)));
  });

  it('name the extension', () => assert.equal(extensionId, `${manifest.publisher}.${manifest.name}`));
});

describe('the settings in package.json', () => {
  it('have the defaults of the core', () => {
    const reading = readSettings((id) => settings[id]?.default, undefined);
    assert.deepEqual(reading, {
      settings: {
        core: defaultSettings,
        stallTimeoutMs: 120_000,
        commandTimeoutMs: 300_000,
        saveAfterAccept: true,
        watch: { isEnabled: false, dayUsd: 0.02 },
        languageServers: {},
        otlpEndpoint: '',
      },
      problems: [],
    });
  });

  it('are out of reach of a repository where they steer money, endpoints or commands', () => {
    const open = Object.entries(settings).filter(([, { scope }]) => scope !== 'machine');
    assert.deepEqual(
      open.map(([id]) => id),
      [settingIds.saveAfterAccept],
    );
  });

  it('stand in an order, say what they are, and what each choice means', () => {
    const vague = Object.entries(settings).filter(
      ([, { order, markdownDescription, enum: choices, enumDescriptions }]) =>
        order === undefined || !markdownDescription || choices?.length !== enumDescriptions?.length,
    );
    assert.deepEqual(
      vague.map(([id]) => id),
      [],
    );
  });

  it('have each a place of its own in their section', () => {
    for (const { properties } of contributes.configuration) {
      const orders = Object.values(properties).map(({ order }) => order);
      assert.deepEqual(orders, [...orders.keys()]);
    }
  });

  it('name the unit and the day of each price', () => {
    for (const tier of modelTiers) {
      for (const name of ['inputPrice', 'cachedPrice', 'outputPrice'] as const) {
        const text = settings[tierSettingId(tier, name)]?.markdownDescription ?? '';
        assert.match(text, /USD per million tokens.*2026-03-17/);
      }
    }
  });
});

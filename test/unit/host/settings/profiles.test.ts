import assert from 'node:assert/strict';
import { readSettings } from '../../../../src/core/settings/readSettings.ts';
import { settingIds } from '../../../../src/core/settings/settingIds.ts';
import {
  changesTo,
  describeChange,
  describeChanges,
  type ProfileId,
  profileIds,
  profileValues,
  type SettingValues,
} from '../../../../src/host/settings/profiles.ts';

const endpoint = { baseUrl: 'http://localhost:11434/v1', model: 'qwen' };
const values = (id: ProfileId, isLocalNow = false) => profileValues(id, { isLocalNow, endpoint });

describe('profiles', () => {
  /** What changes where these values are set, by name. */
  const check = (id: ProfileId, now: SettingValues, expected: readonly string[], isLocalNow = false) => {
    const defaults = { [settingIds.ceiling]: 'planner', [settingIds.candidates]: 1 } as SettingValues;
    const effective = (key: string) => ({ value: now[key] ?? defaults[key], byDefault: defaults[key] });
    const changes = changesTo(values(id, isLocalNow), effective).map(describeChange);
    assert.deepEqual(
      expected.filter((each) => !changes.includes(each)),
      [],
    );
    if (expected.length === 0) assert.deepEqual(changes, []);
  };

  it('that hold already change nothing', () => check('balanced', {}, []));
  it('put back what another has set', () =>
    check('balanced', { [settingIds.candidates]: 3 }, ['candidates: 3 → 1']));
  it('lower the ceiling for the least money', () =>
    check('cheapest', {}, ['ceiling: planner → mini', 'tiers.nano.reasoningEffort: null → low']));
  it('try more for the best', () =>
    check('best', {}, ['candidates: 1 → 3', 'tiers.planner.reasoningEffort: null → high']));
  it('keep all on this machine', () =>
    check('localOnly', {}, [
      'tiers.mini.provider: null → chat',
      'tiers.planner.baseUrl: null → http://localhost:11434/v1',
      'tiers.nano.inputPrice: null → 0',
    ]));
  it('leave an endpoint of the user alone', () => {
    const touched = Object.keys(values('balanced'));
    assert.ok(!touched.some((id) => /baseUrl|provider|model$/.test(id)));
  });
  it('leave this machine again', () =>
    check('balanced', { 'tiercel.tiers.nano.model': 'qwen' }, ['tiers.nano.model: qwen → null'], true));

  it('tell a change that all tiers share once', () => {
    const effective = (id: string) => ({
      value: id.endsWith('.provider') ? 'responses' : undefined,
      byDefault: '',
    });
    const changes = describeChanges(changesTo(values('localOnly'), effective));
    assert.ok(changes.includes('all tiers, provider: responses → chat'));
    assert.ok(
      changes.some((change) => change.startsWith('tiers.planner.longContext')),
      'what one tier has alone',
    );
    assert.equal(new Set(changes).size, changes.length);
    assert.equal(changes.filter((change) => change.includes('provider')).length, 1);
  });

  it('set nothing that can not be read', () => {
    for (const id of profileIds) {
      const set = values(id);
      assert.deepEqual(readSettings((key) => set[key], undefined).problems, [], id);
    }
  });
});

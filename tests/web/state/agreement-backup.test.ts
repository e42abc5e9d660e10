import {nextTick} from 'vue';
import {describe, expect, test} from 'vitest';
import {createDraftKeeper} from '../../../web/src/state/agreement-backup.ts';
import {emptyDraft} from '../../../web/src/state/agreement-draft.ts';
import {createAgreementEditor} from '../../../web/src/state/agreement-editor.ts';

/** What a browser keeps over a reload. */
function browser() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
}

function open(storage: ReturnType<typeof browser>) {
  const keeper = createDraftKeeper(storage);
  return {keeper, editor: createAgreementEditor(keeper, () => {})};
}

describe('an agreement that is being written', () => {
  test('survives a reload with what it follows, and goes on from there', async () => {
    const storage = browser();
    const {editor} = open(storage);
    editor.startNew(2024);
    editor.draft.value!.name.zh = '新安江';
    await nextTick();
    const again = open(storage);
    expect(Object.keys(again.keeper.kept.value)).toEqual(['new-1']);
    expect(again.editor.restore('new-1')).toBe(true);
    expect(again.editor.draft.value!.name.zh).toBe('新安江');
    expect(again.editor.wasKept.value).toBe(true);
    expect(again.editor.restore('elsewhere')).toBe(false);
  });

  test('is kept as text where it is no agreement yet', async () => {
    const storage = browser();
    const {editor} = open(storage);
    editor.startNew(2024);
    editor.showText();
    editor.text.value = '{"name":';
    await nextTick();
    const again = open(storage);
    again.editor.restore('new-1');
    expect([again.editor.view.value, again.editor.text.value]).toEqual(['json', '{"name":']);
  });

  test('is not kept before anything is written, nor after it is given up', async () => {
    const storage = browser();
    const {editor, keeper} = open(storage);
    editor.startNew(2024);
    await nextTick();
    expect(keeper.kept.value).toEqual({});
    editor.draft.value!.period.to = '2025';
    await nextTick();
    expect(Object.keys(keeper.kept.value)).toHaveLength(1);
    editor.close();
    await nextTick();
    expect(open(storage).keeper.kept.value).toEqual({});
  });

  test('does not take the place of another that was left before', async () => {
    const storage = browser();
    const first = open(storage);
    first.editor.startNew(2024);
    first.editor.draft.value!.name.zh = '甲';
    await nextTick();
    const second = open(storage);
    second.editor.startNew(2025);
    second.editor.draft.value!.name.zh = '乙';
    await nextTick();
    const names = Object.values(open(storage).keeper.kept.value).map(({draft}) => draft.name.zh);
    expect(names).toEqual(['甲', '乙']);
  });

  test('of a saved one is found again under it, with the version it began from', async () => {
    const storage = browser();
    const agreement = {
      ...emptyDraft('class-step', {from: '2024', to: '2024'}),
      ...{id: 'a', version: 2, latestVersion: 2, isExample: false, createdAt: null},
    };
    const {editor} = open(storage);
    editor.edit(agreement, (name) => name);
    editor.draft.value!.name.en = 'Changed';
    await nextTick();
    const again = open(storage);
    again.editor.edit(agreement, (name) => name);
    expect(again.editor.draft.value!.name.en).toBe('Changed');
    expect(again.editor.base.value).toEqual({id: 'a', version: 2});
  });
});

test('what a browser keeps wrongly is left out', () => {
  const storage = browser();
  storage.setItem('liandong.unsaved-agreements', '{"a": {"draft": {}}, "b": null}');
  expect(createDraftKeeper(storage).kept.value).toEqual({});
  storage.setItem('liandong.unsaved-agreements', '{');
  expect(createDraftKeeper(storage).kept.value).toEqual({});
});

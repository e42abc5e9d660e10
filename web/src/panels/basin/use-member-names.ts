import {computed, watch} from 'vue';
import {useAppState} from '../../state/app-state.ts';
import {nameIn} from '../../state/basin-rows.ts';
import {valueOf} from '../../state/remote.ts';
import {useFormat} from '../../state/use-format.ts';

/** What members, provinces, basins and numbers of the summary shown are called. */
export function useMemberNames() {
  const {basin, featureNames, layers, settings} = useAppState();
  const {t, text} = useFormat();
  const {members} = basin;

  /** The layer the members are features of, and with them their provinces. */
  const collection = computed(() => valueOf(members.content.value)?.members?.collection ?? null);
  const given = computed(() => {
    const {members: all = [], states = [], cells} = members.summary.value ?? {};
    return {
      member: new Map(all.map(({id, name}) => [id, name])),
      state: new Map(states.map(({id, name}) => [id, name])),
      basin: new Map((cells ?? []).map(({basin: id, basinName}) => [id, basinName])),
    };
  });
  const drawnIds = computed(
    () =>
      new Set(
        (members.summary.value?.members ?? [])
          .filter(({kind}) => kind === 'drawn')
          .map(({id}) => id),
      ),
  );
  const basins = computed(
    () => new Map((basin.result.value?.basins ?? []).map((each) => [each.code, each])),
  );

  /** The service names features in one language; the layer may have the other too. */
  function unitName(id: string, name: string | null | undefined): string {
    const local =
      collection.value === null ? null : featureNames.nameOf({collection: collection.value, id});
    return local === null ? (name ?? id) : text(local);
  }
  function memberName(id: string): string {
    if (drawnIds.value.has(id)) return t('zone.drawnPart');
    return unitName(id, given.value.member.get(id));
  }
  function stateName(id: string): string {
    if (id === 'unknown') return t('member.stateUnknown');
    const name = unitName(id, given.value.state.get(id));
    // known by the beginning of its members' codes alone
    return name === id ? t('member.stateCode', {code: id}) : name;
  }
  function basinName(code: string | null): string {
    if (code === null) return t('basin.inNoBasin');
    const known = basins.value.get(code);
    return known === undefined
      ? (given.value.basin.get(code) ?? code)
      : nameIn(known, settings.locale);
  }
  function classTitle(number: string, name: string): string {
    const of = members.summary.value?.numbers.find(({id}) => id === number);
    for (const layer of of?.layers ?? []) {
      const looks = layers.find(layer.split('@')[0]!)?.classes ?? [];
      const look = looks.find((each) => each.class === name);
      if (look !== undefined) return text(look.title);
    }
    return name;
  }
  function numberTitle(number: string, name: string | null = null): string {
    const of = members.summary.value?.numbers.find(({id}) => id === number);
    const title = of === undefined ? number : text(of.title);
    if (name === null) return title;
    return t('member.oneClass', {number: title, class: classTitle(number, name)});
  }

  watch(
    [members.summary, collection],
    ([summary, layer]) => {
      if (summary === null || layer === null) return;
      const ids = [...summary.members, ...summary.states].map(({id}) => id);
      void featureNames.learn(ids.map((id) => ({collection: layer, id})));
    },
    {immediate: true},
  );

  return {collection, drawnIds, memberName, stateName, basinName, classTitle, numberTitle};
}

import {computed} from 'vue';
import {useAppState} from '../../state/app-state.ts';
import {nameIn} from '../../state/basin-rows.ts';
import {valueOf} from '../../state/remote.ts';
import {useFormat} from '../../state/use-format.ts';

/** What members, provinces, basins and numbers of the summary shown are called. */
export function useMemberNames() {
  const {basin, layers, settings} = useAppState();
  const {t, text} = useFormat();
  const {members} = basin;

  /** The layer the members are features of. */
  const collection = computed(() => valueOf(members.content.value)?.members?.collection ?? null);
  const given = computed(() => {
    const {members: all = [], states = [], cells} = members.summary.value ?? {};
    return {
      member: new Map(all.map((each) => [each.id, each])),
      state: new Map(states.map((each) => [each.id, each])),
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

  function memberName(id: string): string {
    if (drawnIds.value.has(id)) return t('zone.drawnPart');
    const member = given.value.member.get(id);
    return member === undefined ? id : nameIn({...member, code: id}, settings.locale);
  }
  function stateName(id: string): string {
    if (id === 'unknown') return t('member.stateUnknown');
    const state = given.value.state.get(id);
    // known by the beginning of its members' codes alone
    if (!state || (state.name ?? state.nameEn) === null) return t('member.stateCode', {code: id});
    return nameIn({...state, code: id}, settings.locale);
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

  return {collection, drawnIds, memberName, stateName, basinName, classTitle, numberTitle};
}

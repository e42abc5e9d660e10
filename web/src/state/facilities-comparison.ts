import {computed} from 'vue';
import {useAppState} from './app-state.ts';
import {isComparable} from './facilities-compare.ts';
import {useFacilityFormat} from './facilities-format.ts';

/** The two scenarios that are compared, and how their numbers and changes are said. */
export function useComparison() {
  const {sharing} = useAppState().facilities;
  const {t, amountWithUnit, exactAmount, shortYuan, exactYuan, change, number} =
    useFacilityFormat();

  const before = computed(() => sharing.againstResult.value);
  const after = computed(() => sharing.result.value);
  const names = computed<[string, string]>(() => [
    sharing.against.value?.name ?? '',
    sharing.shown.value?.name ?? '',
  ]);
  const isPair = computed(() => before.value !== null && after.value !== null);
  const canCompare = computed(() => isPair.value && isComparable(before.value!, after.value!));
  const unit = computed(() => after.value?.amountUnit ?? null);

  function show(name: string, value: number | null): string {
    if (value === null) return t('facility.none');
    if (name === 'sites') return number(value);
    if (name === 'unitCost') return t('money.yuan', {amount: number(value, 2)});
    return name.endsWith('PerYear') ? shortYuan(value) : amountWithUnit(value, unit.value);
  }
  function exact(name: string, value: number | null): string {
    if (value === null) return '';
    if (name === 'sites') return number(value);
    if (name === 'unitCost') return exactYuan(value);
    return name.endsWith('PerYear') ? exactYuan(value) : exactAmount(value, unit.value);
  }
  function changeText(name: string, from: number | null, to: number | null): string {
    if (from === null || to === null) return '';
    return change(to - from, (size) => show(name, size)) ?? t('facility.noChange');
  }
  function toneOf(delta: number, isMoreBetter: boolean): string {
    if (delta === 0) return 'soft';
    return delta > 0 === isMoreBetter ? 'good' : 'bad';
  }

  return {before, after, names, isPair, canCompare, unit, show, exact, changeText, toneOf};
}

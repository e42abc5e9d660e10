import {computed, type ComputedRef} from 'vue';
import type {TableColumn} from '../../ui/data-table.ts';
import {useAppState} from '../../state/app-state.ts';
import {nameIn, type Named} from '../../state/basin-rows.ts';
import {useFormat} from '../../state/use-format.ts';

/** What the tables of units have in common: who a row is about, the words, and what a click does. */
export function useUnitTable<Row extends Named>(rows: ComputedRef<readonly Row[]>) {
  const {facilities, settings, showFeature} = useAppState();
  const {t, number} = useFormat();

  const nameColumns = computed<TableColumn<Row>[]>(() => [
    {
      key: 'name',
      title: t('facility.column.unit'),
      width: 150,
      value: (row) => nameIn(row, settings.locale),
      text: (row) => nameIn(row, settings.locale),
    },
    {
      key: 'code',
      title: t('facility.column.code'),
      width: 84,
      value: ({code}) => code,
      text: ({code}) => code,
    },
  ]);
  const texts = computed(() => ({
    filter: t('cells.filter'),
    export: t('table.export'),
    none: t('facility.noUnits'),
    count: (shown: number) =>
      t('table.rows', {count: number(shown), whole: number(rows.value.length)}),
  }));
  const chosenIds = computed(() => new Set([facilities.chosenUnit.value ?? '']));

  function choose({code}: Row): void {
    const layer = facilities.unitsLayer.value;
    if (layer !== null) void showFeature({collection: layer.layer.id, id: code});
  }

  return {nameColumns, texts, chosenIds, choose};
}

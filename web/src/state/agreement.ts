import {computed, shallowRef} from 'vue';
import type {AgreementSettlement} from '../../../contract/agreement-settlement.ts';
import type {Agreement, AgreementList, SettlementPeriod} from '../../../contract/agreement.ts';
import type {ObservationTable} from '../../../contract/observation.ts';
import {
  deleteAgreement,
  fetchAgreement,
  fetchAgreements,
  readObservations,
  settleAgreement,
} from '../api/agreements.ts';
import {createAgreementEditor} from './agreement-editor.ts';
import {IDLE, load, valueOf, type Remote} from './remote.ts';

export type AgreementState = ReturnType<typeof createAgreementState>;

/** Compensation agreements, the monitoring table read for one, and what it settles to. */
export function createAgreementState() {
  const list = shallowRef<Remote<AgreementList['agreements']>>(IDLE);
  const chosenId = shallowRef<string | null>(null);
  const agreement = shallowRef<Remote<Agreement>>(IDLE);
  const table = shallowRef<Remote<ObservationTable>>(IDLE);
  const settlement = shallowRef<Remote<AgreementSettlement>>(IDLE);
  const period = shallowRef<SettlementPeriod | null>(null);
  const removal = shallowRef<Remote<true>>(IDLE);
  const chosen = computed(() => valueOf(agreement.value));
  const editor = createAgreementEditor((saved) => {
    void refresh();
    chosenId.value = saved.id;
    agreement.value = {status: 'ready', value: saved};
    // the table stays, so that one sees at once what the change comes to
    settlement.value = IDLE;
    period.value = null;
    void settle();
  });

  async function refresh(): Promise<void> {
    await load(list, fetchAgreements);
  }

  /** Chooses an agreement at its latest version, or at the one that is named. */
  async function choose(id: string | null, version?: number): Promise<void> {
    chosenId.value = id;
    removal.value = IDLE;
    agreement.value = IDLE;
    table.value = IDLE;
    settlement.value = IDLE;
    period.value = null;
    if (id === null) return;
    const holder = {
      get value() {
        return agreement.value;
      },
      // An answer for an agreement one has left is not shown.
      set value(next: Remote<Agreement>) {
        if (chosenId.value === id) agreement.value = next;
      },
    };
    await load(holder, () => fetchAgreement(id, version));
  }

  async function remove(): Promise<void> {
    const gone = chosen.value;
    if (gone === null) return;
    await load(removal, async () => {
      await deleteAgreement(gone.id, gone.latestVersion);
      return true as const;
    });
    if (removal.value.status !== 'ready') return;
    if (chosenId.value === gone.id) await choose(null);
    await refresh();
  }

  /** Reads a monitoring table and settles the agreement by it at once. */
  async function take(file: File): Promise<void> {
    settlement.value = IDLE;
    table.value = IDLE;
    await load(table, () => readObservations(file));
    if (valueOf<ObservationTable>(table.value) !== null) await settle();
  }

  async function settle(): Promise<void> {
    const rows = valueOf(table.value)?.rows;
    const terms = chosen.value;
    if (rows === undefined || terms === null) return;
    await load(settlement, () =>
      settleAgreement({
        agreement: `${terms.id}@${terms.version}`,
        observations: rows,
        ...(period.value === null ? {} : {period: period.value}),
      }),
    );
  }

  function dropTable(): void {
    table.value = IDLE;
    settlement.value = IDLE;
  }

  return {
    list,
    chosenId,
    chosen,
    agreement,
    table,
    settlement,
    period,
    editor,
    removal,
    remove,
    refresh,
    choose,
    take,
    settle,
    dropTable,
  };
}

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
import {createDraftKeeper} from './agreement-backup.ts';
import {createAgreementEditor} from './agreement-editor.ts';
import {keepTable, keptTable} from './agreement-table.ts';
import {IDLE, load, valueOf, type Remote} from './remote.ts';

export type AgreementState = ReturnType<typeof createAgreementState>;

/** Compensation agreements, the monitoring table read for one, and what it settles to. */
export function createAgreementState(storage: Pick<Storage, 'getItem' | 'setItem'>) {
  const list = shallowRef<Remote<AgreementList['agreements']>>(IDLE);
  const chosenId = shallowRef<string | null>(null);
  const agreement = shallowRef<Remote<Agreement>>(IDLE);
  const table = shallowRef<Remote<ObservationTable>>(IDLE);
  const settlement = shallowRef<Remote<AgreementSettlement>>(IDLE);
  const period = shallowRef<SettlementPeriod | null>(null);
  const removal = shallowRef<Remote<true>>(IDLE);
  /** Settlements asked for: only the answer to the last is shown. */
  let asked = 0;
  /** Agreements and versions asked for, likewise. */
  let wishes = 0;
  const chosen = computed(() => valueOf(agreement.value));
  /** Version of the agreement that was asked for, until it is there; null: the latest. */
  const wantedVersion = shallowRef<number | null>(null);
  /** The version that is looked at. */
  const version = computed(() => chosen.value?.version ?? wantedVersion.value);
  const drafts = createDraftKeeper(storage);
  const editor = createAgreementEditor(drafts, (saved) => {
    void refresh();
    wishes += 1;
    chosenId.value = saved.id;
    agreement.value = {status: 'ready', value: saved};
    // the table stays, so that one sees at once what the change comes to
    settlement.value = IDLE;
    period.value = null;
    const read = valueOf<ObservationTable>(table.value);
    if (read !== null) keepTable(saved.id, read);
    void settle();
  });

  async function refresh(): Promise<void> {
    await load(list, fetchAgreements);
  }

  /** Chooses an agreement at its latest version, or at the one that is named. */
  async function choose(id: string | null, wanted?: number): Promise<void> {
    const mine = (wishes += 1);
    chosenId.value = id;
    wantedVersion.value = wanted ?? null;
    removal.value = IDLE;
    asked += 1;
    agreement.value = IDLE;
    table.value = IDLE;
    settlement.value = IDLE;
    period.value = null;
    if (id === null) return;
    const holder = {
      get value() {
        return agreement.value;
      },
      // An answer for an agreement or version one has left is not shown.
      set value(next: Remote<Agreement>) {
        if (mine === wishes) agreement.value = next;
      },
    };
    await load(holder, () => fetchAgreement(id, wanted));
    const kept = keptTable(id);
    if (kept === null || mine !== wishes || table.value.status !== 'idle') return;
    table.value = {status: 'ready', value: kept};
    await settle();
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
    const read = valueOf<ObservationTable>(table.value);
    if (read === null) return;
    if (chosenId.value !== null) keepTable(chosenId.value, read);
    await settle();
  }

  async function settle(): Promise<void> {
    const rows = valueOf(table.value)?.rows;
    const terms = chosen.value;
    if (rows === undefined || terms === null) return;
    const mine = (asked += 1);
    const holder = {
      get value() {
        return settlement.value;
      },
      // an answer to what one has asked before is not shown
      set value(next: Remote<AgreementSettlement>) {
        if (mine === asked) settlement.value = next;
      },
    };
    await load(holder, () =>
      settleAgreement({
        agreement: `${terms.id}@${terms.version}`,
        observations: rows,
        ...(period.value === null ? {} : {period: period.value}),
      }),
    );
  }

  function dropTable(): void {
    if (chosenId.value !== null) keepTable(chosenId.value, null);
    asked += 1;
    table.value = IDLE;
    settlement.value = IDLE;
  }

  return {
    list,
    chosenId,
    chosen,
    version,
    agreement,
    table,
    settlement,
    period,
    editor,
    drafts,
    removal,
    remove,
    refresh,
    choose,
    take,
    settle,
    dropTable,
  };
}

import {computed, shallowRef} from 'vue';
import type {FeatureCollection} from 'geojson';
import type {Issue, IssuePage} from '../../../contract/issue.ts';
import {fetchIssues} from '../api/layers.ts';
import {IDLE, load, valueOf, type Remote} from './remote.ts';

const PAGE_SIZE = 50;

export type IssuesState = ReturnType<typeof createIssuesState>;

/** What the checks found in one version of a layer, a page at a time. */
export function createIssuesState() {
  const subject = shallowRef<{layer: string; version: number} | null>(null);
  const page = shallowRef<Remote<IssuePage>>(IDLE);
  const offset = shallowRef(0);
  const chosen = shallowRef<Issue | null>(null);

  const highlights = computed<FeatureCollection>(() => ({
    type: 'FeatureCollection',
    features: chosen.value?.at
      ? [
          {
            type: 'Feature',
            geometry: {type: 'Point', coordinates: [...chosen.value.at]},
            properties: {label: chosen.value.featureId, severity: chosen.value.severity},
          },
        ]
      : [],
  }));
  const matched = computed(() => valueOf(page.value)?.numberMatched ?? 0);

  async function open(layer: string, version: number): Promise<void> {
    subject.value = {layer, version};
    chosen.value = null;
    page.value = IDLE;
    await turnTo(0);
  }

  async function turnTo(next: number): Promise<void> {
    const about = subject.value;
    if (about === null) return;
    offset.value = next;
    await load(page, () =>
      fetchIssues(about.layer, about.version, {limit: PAGE_SIZE, offset: next}),
    );
  }

  function choose(issue: Issue | null): void {
    chosen.value = issue;
  }

  function close(): void {
    subject.value = null;
    chosen.value = null;
  }

  return {
    subject,
    page,
    offset,
    matched,
    chosen,
    highlights,
    pageSize: PAGE_SIZE,
    open,
    turnTo,
    choose,
    close,
  };
}

import {GraphChart, SankeyChart} from 'echarts/charts';
import {TooltipComponent} from 'echarts/components';
import {init, use} from 'echarts/core';
import {LabelLayout} from 'echarts/features';
import {SVGRenderer} from 'echarts/renderers';

use([GraphChart, LabelLayout, SankeyChart, TooltipComponent, SVGRenderer]);

/** A mark of a chart under the pointer: a node by its id, or a link by the ids at its ends. */
export type ChartMark = {readonly node: string} | {readonly from: string; readonly to: string};

export interface ChartView {
  show(option: Record<string, unknown>): void;
  /** Brings out one node with its links, or none. */
  bringOut(node: string | null): void;
  destroy(): void;
}

interface ChartEvent {
  dataType?: string;
  data?: {name?: string; source?: string; target?: string};
}

export function createChart(
  element: HTMLElement,
  events: {choose: (mark: ChartMark) => void; point: (mark: ChartMark | null) => void},
): ChartView {
  const chart = init(element, null, {renderer: 'svg'});
  const observer = new ResizeObserver(() => chart.resize());
  observer.observe(element);
  chart.on('click', (event) => {
    const mark = markOf(event as ChartEvent);
    if (mark !== null) events.choose(mark);
  });
  chart.on('mouseover', (event) => events.point(markOf(event as ChartEvent)));
  chart.on('mouseout', () => events.point(null));
  chart.on('globalout', () => events.point(null));

  function show(option: Record<string, unknown>): void {
    chart.setOption(option, {notMerge: true});
  }
  function bringOut(node: string | null): void {
    chart.dispatchAction({type: 'downplay', seriesIndex: 0});
    if (node !== null) chart.dispatchAction({type: 'highlight', seriesIndex: 0, name: node});
  }
  function destroy(): void {
    observer.disconnect();
    chart.dispose();
  }

  return {show, bringOut, destroy};
}

function markOf({dataType, data}: ChartEvent): ChartMark | null {
  if (dataType === 'edge' && data?.source !== undefined && data.target !== undefined) {
    return {from: data.source, to: data.target};
  }
  return data?.name === undefined ? null : {node: data.name};
}

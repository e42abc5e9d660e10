import {BarChart} from 'echarts/charts';
import {GridComponent, TooltipComponent} from 'echarts/components';
import {init, use} from 'echarts/core';
import {SVGRenderer} from 'echarts/renderers';

use([BarChart, GridComponent, TooltipComponent, SVGRenderer]);

export interface SharePart {
  id: string;
  title: string;
  /** 0–1 of the whole. */
  share: number;
  colour: string;
  /** Value and unit as shown on hover. */
  value: string;
}

export interface ShareChartView {
  show(parts: readonly SharePart[], isDark: boolean): void;
  destroy(): void;
}

/** Narrower than this a label does not fit: about five characters on a column of 330 px. */
const LEAST_LABELLED_SHARE = 0.2;

export function createShareChart(
  element: HTMLElement,
  onChoose: (id: string) => void,
): ShareChartView {
  const chart = init(element, null, {renderer: 'svg'});
  const observer = new ResizeObserver(() => chart.resize());
  observer.observe(element);
  chart.on('click', (event) => onChoose(String(event.seriesId)));

  function show(parts: readonly SharePart[], isDark: boolean): void {
    const edge = isDark ? '#191d1f' : '#ffffff';
    const ink = isDark ? '#b0b9bc' : '#525c60';
    chart.setOption(
      {
        animation: false,
        grid: {left: 0, right: 0, top: 0, bottom: 20},
        xAxis: {type: 'value', max: 1, show: false},
        yAxis: {type: 'category', data: [''], show: false},
        tooltip: {
          trigger: 'item',
          confine: true,
          backgroundColor: isDark ? '#252b2d' : '#ffffff',
          borderColor: isDark ? '#465054' : '#c3cacc',
          textStyle: {color: isDark ? '#e6eaeb' : '#1c2326', fontSize: 12},
          formatter: (event: {seriesIndex?: number}) => tooltip(parts[event.seriesIndex ?? 0]),
        },
        series: parts.map((part) => ({
          id: part.id,
          type: 'bar',
          stack: 'whole',
          barWidth: 20,
          data: [part.share],
          itemStyle: {color: part.colour, borderColor: edge, borderWidth: 1},
          cursor: 'pointer',
          label: {
            show: part.share >= LEAST_LABELLED_SHARE,
            position: 'insideBottomLeft',
            offset: [0, 20],
            formatter: part.title,
            color: ink,
            fontSize: 12,
            width: part.share * element.clientWidth - 4,
            overflow: 'truncate',
          },
        })),
      },
      {notMerge: true},
    );
  }

  function destroy(): void {
    observer.disconnect();
    chart.dispose();
  }

  return {show, destroy};
}

function tooltip(part: SharePart | undefined): HTMLElement {
  const element = document.createElement('div');
  element.textContent = part === undefined ? '' : `${part.title}  ${part.value}`;
  return element;
}

import {BarChart} from 'echarts/charts';
import {AriaComponent, GridComponent, TooltipComponent} from 'echarts/components';
import {init, use} from 'echarts/core';
import {SVGRenderer} from 'echarts/renderers';

use([AriaComponent, BarChart, GridComponent, TooltipComponent, SVGRenderer]);

export interface SharePart {
  id: string;
  title: string;
  /** 0–1 of the whole. */
  share: number;
  /** Null: whose it is is open; drawn as a hatch. */
  colour: string | null;
  /** Value and unit as shown on hover. */
  value: string;
}

export interface ShareChartView {
  show(parts: readonly SharePart[], isDark: boolean): void;
  destroy(): void;
}

/** Height of the bar, and of the line of labels below it. */
const BAR_PX = 20;
const LABELS_PX = 20;

export function createShareChart(
  element: HTMLElement,
  onChoose: (id: string) => void,
): ShareChartView {
  const chart = init(element, null, {renderer: 'svg'});
  // a bar that once had labels keeps their line, so that nothing below it jumps while one drags
  let heightPx = BAR_PX;
  const observer = new ResizeObserver(() => chart.resize());
  observer.observe(element);
  chart.on('click', (event) => onChoose(String(event.seriesId)));

  function show(parts: readonly SharePart[], isDark: boolean): void {
    const edge = isDark ? '#191d1f' : '#ffffff';
    const ink = isDark ? '#b0b9bc' : '#525c60';
    // parts that overlap each other add up to more than the whole: then the bar is their sum
    const whole = Math.max(
      1,
      parts.reduce((sum, {share}) => sum + share, 0),
    );
    const hasRoom = parts.map(
      (part) => widthOf(part.title) < (part.share / whole) * element.clientWidth,
    );
    if (hasRoom.includes(true)) heightPx = BAR_PX + LABELS_PX;
    element.style.height = `${heightPx}px`;
    chart.resize();
    chart.setOption(
      {
        animation: false,
        // needed for the hatch; the element itself has the label
        aria: {enabled: true, label: {enabled: false}},
        grid: {left: 0, right: 0, top: 0, height: BAR_PX},
        xAxis: {type: 'value', max: whole, show: false},
        yAxis: {type: 'category', data: [''], show: false},
        tooltip: {
          trigger: 'item',
          confine: true,
          backgroundColor: isDark ? '#252b2d' : '#ffffff',
          borderColor: isDark ? '#465054' : '#c3cacc',
          textStyle: {color: isDark ? '#e6eaeb' : '#1c2326', fontSize: 12},
          formatter: (event: {seriesIndex?: number}) => tooltip(parts[event.seriesIndex ?? 0]),
        },
        series: parts.map((part, index) => ({
          id: part.id,
          type: 'bar',
          stack: 'whole',
          barWidth: BAR_PX,
          showBackground: index === 0,
          backgroundStyle: {color: isDark ? '#2f3638' : '#e9eced'},
          data: [part.share],
          itemStyle:
            part.colour === null
              ? {...hatch(isDark), borderColor: edge, borderWidth: 1}
              : {color: part.colour, borderColor: edge, borderWidth: 1},
          cursor: 'pointer',
          label: {
            show: hasRoom[index]!,
            position: 'insideBottomLeft',
            offset: [-4, LABELS_PX],
            formatter: part.title,
            color: ink,
            fontSize: 12,
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

function hatch(isDark: boolean) {
  return {
    color: isDark ? '#2f3638' : '#e9eced',
    decal: {
      color: isDark ? '#7d888c' : '#9aa3a6',
      rotation: -Math.PI / 4,
      dashArrayX: [1, 0],
      dashArrayY: [1.5, 4],
    },
  };
}

/** About how wide a label is at 12 px: a Chinese character is square, a Latin one half as wide. */
function widthOf(title: string): number {
  return [...title].reduce((sum, sign) => sum + (sign > '\u2e80' ? 12 : 6.6), 8);
}

function tooltip(part: SharePart | undefined): HTMLElement {
  const element = document.createElement('div');
  element.textContent = part === undefined ? '' : `${part.title}  ${part.value}`;
  return element;
}

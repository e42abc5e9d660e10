import type {LinkedUnit, UnitLink} from '../../../../contract/basin-linkage.ts';
import {RAMP, rankClass} from '../../state/basin-ramp.ts';
import type {FlowGraph} from '../../state/flow-graph.ts';

interface Words {
  isDark: boolean;
  nameOf: (unit: LinkedUnit) => string;
  linkText: (link: UnitLink) => string;
  nodeText: (unit: LinkedUnit, rank: number) => string;
}

interface Hovered {
  dataType?: string;
  dataIndex: number;
}

/** Source on the left, mouth on the right; a node has the colour that the unit has on the map. */
export function sankeyOption(
  graph: FlowGraph,
  units: readonly LinkedUnit[],
  words: Words,
): Record<string, unknown> {
  const {isDark, nameOf, linkText, nodeText} = words;
  const ink = isDark ? '#e6eaeb' : '#1c2326';
  return {
    animation: false,
    tooltip: {
      trigger: 'item',
      confine: true,
      backgroundColor: isDark ? '#252b2d' : '#ffffff',
      borderColor: isDark ? '#465054' : '#c3cacc',
      textStyle: {color: ink, fontSize: 12},
      formatter: ({dataType, dataIndex}: Hovered) => {
        const element = document.createElement('div');
        const node = graph.nodes[dataIndex];
        element.style.whiteSpace = 'pre-line';
        element.textContent =
          dataType === 'edge'
            ? linkText(graph.links[dataIndex]!)
            : node === undefined
              ? ''
              : nodeText(node.unit, node.rank);
        return element;
      },
    },
    series: [
      {
        type: 'sankey',
        left: 12,
        right: 96,
        top: 6,
        bottom: 10,
        nodeWidth: 12,
        nodeGap: 5,
        nodeAlign: 'justify',
        draggable: false,
        layoutIterations: 48,
        // of names that would cover each other the larger node keeps its own
        labelLayout: {hideOverlap: true},
        emphasis: {focus: 'adjacency', lineStyle: {opacity: 0.75}},
        data: graph.nodes.map(({unit, rank, isMutual}) => ({
          name: unit.code,
          itemStyle: {
            color: RAMP[rankClass(rank, graph.rankCount)],
            borderColor: isMutual
              ? isDark
                ? '#e6b35c'
                : '#8a5300'
              : isDark
                ? '#465054'
                : '#c3cacc',
            borderWidth: 1,
            borderType: isMutual ? 'dashed' : 'solid',
          },
          label: {formatter: nameOf(unit), color: ink, fontSize: 11},
        })),
        links: graph.links.map(({from, to, drainedM2, isAssumed}) => ({
          source: units[from]!.code,
          target: units[to]!.code,
          value: drainedM2,
          lineStyle: {
            color: isDark ? '#4d8fb3' : '#5d9fc4',
            opacity: isAssumed ? 0.22 : 0.42,
            curveness: 0.5,
          },
        })),
      },
    ],
  };
}

import type {BasinIssue} from '../../../contract/basin-level.ts';
import {detailIn} from '../../../contract/local-text.ts';
import {fail} from '../../errors.ts';
import type {Hierarchy} from '../hierarchy.ts';

/**
 * Value of an attribute for each unit, of a summed one the sum; null where a feature has no number,
 * or a negative one.
 * @throws INPUT_INVALID when no unit has it
 */
export function weightsOf(
  {layer, members, features}: Hierarchy,
  attribute: string,
): {weights: (number | null)[]; issues: BasinIssue[]} {
  const weights = members.map((member) =>
    member.features.reduce((sum: number | null, i) => {
      const value = features[i]!.weight;
      return sum === null || value === null || value < 0 ? null : sum + value;
    }, 0),
  );
  const missing = members.filter((_, i) => weights[i] === null).map(({code}) => code);
  if (missing.length === members.length) {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `输入“weight”为“${attribute}”，但 ${layer.layerId} 没有行政区在此字段有数值；应为“area”或该图层的数值字段。GET /api/collections/${layer.layerId}/queryables 列出其字段。`,
        en: `Input "weight" is "${attribute}", but no unit of ${layer.layerId} has a number there; expected "area" or a numeric attribute of the layer. GET /api/collections/${layer.layerId}/queryables lists its attributes.`,
      },
    });
  }
  const detail = {
    zh: `${missing.length} 个行政区的字段“${attribute}”没有非负数值：其流域单元没有权重，所在流域的权重也不含它们。`,
    en: `${missing.length} units have no number of at least 0 in "${attribute}": their cells have no weight, and the weights of their basins lack them.`,
  };
  return {
    weights,
    issues:
      missing.length === 0
        ? []
        : [
            {
              rule: 'weight-missing',
              severity: 'warning',
              featureIds: missing,
              areaM2: null,
              ...detailIn(detail),
            },
          ],
  };
}

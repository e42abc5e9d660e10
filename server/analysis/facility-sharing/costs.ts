import costCatalog from '../../../data/catalog/facility-costs.json' with {type: 'json'};
import type {SharingAssumption} from '../../../contract/facility-sharing.ts';
import type {SharingCosts} from '../../../contract/facility-sharing-inputs.ts';

/** Parameters of costs, all given: yuan, kilometres, and amounts of a day. */
export type CostFigures = Required<SharingCosts>;

const DAYS = 365;

/** The figures to reckon with, and where each comes from. */
export function chooseCosts(
  quantity: 'flow' | 'mass',
  given: SharingCosts = {},
): {figures: CostFigures; assumptions: SharingAssumption[]} {
  const assumptions = costCatalog[quantity].map(
    ({id, value, unit, title, source, confidence}): SharingAssumption => {
      const own = given[id as keyof SharingCosts];
      if (own === undefined) return {id, value, unit, isDefault: true, title, source, confidence};
      return {id, value: own, unit, isDefault: false, title, source: null, confidence: null};
    },
  );
  const figures = Object.fromEntries(assumptions.map(({id, value}) => [id, value]));
  return {figures: figures as unknown as CostFigures, assumptions};
}

/** Yuan a year for each yuan of capital: the annuity over the life at the rate. */
export function annuity({lifeYears, interestRate}: CostFigures): number {
  if (interestRate === 0) return 1 / lifeYears;
  return interestRate / (1 - (1 + interestRate) ** -lifeYears);
}

/** What a daily amount carried over a distance costs a year, by part. */
export interface FlowCost {
  transportPerYear: number;
  pipePerYear: number;
  treatmentPerYear: number;
}

export function flowCost(figures: CostFigures, amount: number, distanceM: number): FlowCost {
  const km = (distanceM / 1000) * figures.detourFactor;
  return {
    transportPerYear: DAYS * amount * figures.transportPerAmountKm * km,
    pipePerYear: annuity(figures) * amount * figures.pipePerDailyAmountKm * km,
    treatmentPerYear: DAYS * amount * figures.treatmentPerAmount,
  };
}

export function sumFlowCost(cost: FlowCost): number {
  return cost.transportPerYear + cost.pipePerYear + cost.treatmentPerYear;
}

/** Capital in yuan of one facility of a capacity. */
export function buildingCapital(figures: CostFigures, capacity: number): number {
  return figures.buildingFixed + figures.buildingPerDailyAmount * capacity;
}

/** In which sizes is built; null: in any size. */
export interface Sizes {
  minCapacity: number;
  maxCapacity: number;
  capacityStep: number;
}

/**
 * What a unit would pay a year to treat an amount by itself, where it arises: as many facilities as the
 * largest size makes necessary, each in the sizes there are.
 */
export function aloneCost(figures: CostFigures, amount: number, sizes: Sizes | null): number {
  if (amount <= 0) return 0;
  const treatment = flowCost(figures, amount, 0).treatmentPerYear;
  if (sizes === null) return annuity(figures) * buildingCapital(figures, amount) + treatment;
  const {minCapacity, maxCapacity, capacityStep} = sizes;
  const sized = (load: number) =>
    minCapacity + capacityStep * Math.max(0, Math.ceil((load - minCapacity) / capacityStep - 1e-9));
  const largest =
    minCapacity + capacityStep * Math.floor((maxCapacity - minCapacity) / capacityStep + 1e-9);
  const full = Math.max(0, Math.ceil(amount / largest - 1e-9) - 1);
  const rest = sized(amount - full * largest);
  const capital = full * buildingCapital(figures, largest) + buildingCapital(figures, rest);
  return annuity(figures) * capital + treatment;
}

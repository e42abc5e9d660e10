import type {BasinCells} from '../../../contract/basin-cells.ts';
import type {Hierarchy, Member} from '../hierarchy.ts';

interface CellNaming {
  idForm: BasinCells['idForm'];
  nameCell(unit: Member, basin: Member): string;
}

/**
 * How cells are named: the 13 characters of China's computing zones (seven of the water-resource zone,
 * six of the administrative division) where every code is of that length, else both codes as they are,
 * with a hyphen so that two lengths cannot be mistaken for each other.
 */
export function cellNaming(units: Hierarchy, basins: Hierarchy): CellNaming {
  const isForm =
    basins.system?.id === 'water-resource-zone' &&
    units.system?.id === 'gbt-2260' &&
    basins.members.every(({code}) => code.length === 7) &&
    units.members.every(({code}) => code.length === 6);
  return isForm
    ? {idForm: 'water-resource-7+6', nameCell: (unit, basin) => basin.code + unit.code}
    : {idForm: 'basin-unit', nameCell: (unit, basin) => `${basin.code}-${unit.code}`};
}

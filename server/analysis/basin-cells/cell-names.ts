import type {BasinCells} from '../../../contract/basin-cells.ts';
import type {Hierarchy, Member} from '../hierarchy.ts';
import {zoneCode} from '../zone-code.ts';

interface CellNaming {
  idForm: BasinCells['idForm'];
  nameCell(unit: Member, basin: Member): string;
}

/**
 * How cells are named: the 13 characters of China's computing zones (seven of the water-resource zone,
 * six of the administrative division) where the codes allow it. A zone of a coarser level is written
 * with zeros up to seven characters, as its own code is where whole lists are published. Else both
 * codes as they are, with a hyphen so that two lengths cannot be mistaken for each other.
 */
export function cellNaming(units: Hierarchy, basins: Hierarchy): CellNaming {
  const zones = new Set(basins.members.map(({code}) => zoneCode(code)));
  const isForm =
    basins.system?.id === 'water-resource-zone' &&
    units.system?.id === 'gbt-2260' &&
    zones.size === basins.members.length &&
    units.members.every(({code}) => code.length === 6);
  return isForm
    ? {idForm: 'water-resource-7+6', nameCell: (unit, basin) => zoneCode(basin.code) + unit.code}
    : {idForm: 'basin-unit', nameCell: (unit, basin) => `${basin.code}-${unit.code}`};
}

import {agreementSettlement} from './agreement-settlement/agreement-settlement.ts';
import {basinCells} from './basin-cells/basin-cells.ts';
import {basinLinkage} from './basin-linkage/basin-linkage.ts';
import {borderMatch} from './border-match/border-match.ts';
import {facilitySharing} from './facility-sharing/facility-sharing.ts';
import {memberSummary} from './member-summary/member-summary.ts';
import {overlayMatrix} from './overlay-matrix/overlay-matrix.ts';
import type {AnalysisProcess} from './process.ts';
import {redlineCoverage} from './redline-coverage/redline-coverage.ts';
import {serviceCoverage} from './service-coverage/service-coverage.ts';
import {zoneOverlap} from './zone-overlap/zone-overlap.ts';

/** Every process there is, in the order shown. */
export const PROCESSES: readonly AnalysisProcess[] = [
  redlineCoverage,
  zoneOverlap,
  overlayMatrix,
  basinCells,
  basinLinkage,
  memberSummary,
  agreementSettlement,
  borderMatch,
  serviceCoverage,
  facilitySharing,
];

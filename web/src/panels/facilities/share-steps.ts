import {computed} from 'vue';
import {RAMP, SHARE_LIMITS} from '../../state/basin-ramp.ts';
import {useFormat} from '../../state/use-format.ts';

/** The five colours of a share, with the share that each goes up to. */
export function useShareSteps() {
  const {t, number} = useFormat();
  return computed(() =>
    RAMP.map((colour, index) => ({
      colour,
      text: t('facility.upTo', {percent: number(SHARE_LIMITS[index]! * 100)}),
    })),
  );
}

/** A 32-bit mix of whole numbers: the same numbers always give the same bits (murmur3 finaliser). */
export function hash(seed: number, a: number, b = 0, c = 0): number {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  h = Math.imul((h ^ a) + Math.imul(a, 0x27d4eb2f), 0xc2b2ae35);
  h ^= h >>> 15;
  h = Math.imul((h ^ b) + Math.imul(b, 0x165667b1), 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul((h ^ c) + Math.imul(c, 0x9e3779b1), 0xc2b2ae35);
  h ^= h >>> 16;
  h = Math.imul(h, 0x7feb352d);
  h ^= h >>> 15;
  return h >>> 0;
}

/** A number in [0, 1) that depends on nothing but its arguments. */
export function chance(seed: number, a: number, b = 0, c = 0): number {
  return hash(seed, a, b, c) / 4294967296;
}

/** Smooth noise in about [-1, 1] with features one unit wide: gradients on the whole-number grid. */
export function noise(seed: number, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const u = x - column;
  const v = y - row;
  const fadeU = u * u * u * (u * (u * 6 - 15) + 10);
  const fadeV = v * v * v * (v * (v * 6 - 15) + 10);
  const low = mix(
    gradient(seed, column, row, u, v),
    gradient(seed, column + 1, row, u - 1, v),
    fadeU,
  );
  const high = mix(
    gradient(seed, column, row + 1, u, v - 1),
    gradient(seed, column + 1, row + 1, u - 1, v - 1),
    fadeU,
  );
  return 1.5 * mix(low, high, fadeV);
}

/** Sum of octaves of noise, each half as wide and half as strong as the one before; about [-1, 1]. */
export function fractalNoise(seed: number, x: number, y: number, octaves: number): number {
  let sum = 0;
  let strength = 1;
  let total = 0;
  for (let octave = 0; octave < octaves; octave++) {
    sum += strength * noise(seed + octave * 131, x, y);
    total += strength;
    strength *= 0.5;
    // an irrational shift keeps the zero lines of the octaves apart
    x = x * 2 + 17.317;
    y = y * 2 - 9.713;
  }
  return sum / total;
}

/** Noise folded at zero into sharp crests, 0 in the lows to 1 on the crests. */
export function ridgedNoise(seed: number, x: number, y: number, octaves: number): number {
  return 1 - Math.min(1, Math.abs(fractalNoise(seed, x, y, octaves)) * 2.2);
}

/** 0 below low, 1 above high, an S between. */
export function smoothStep(low: number, high: number, value: number): number {
  const share = Math.max(0, Math.min(1, (value - low) / (high - low)));
  return share * share * (3 - 2 * share);
}

function gradient(seed: number, column: number, row: number, u: number, v: number): number {
  const bits = hash(seed, column, row);
  const gx = (bits & 0xffff) / 32768 - 1;
  const gy = (bits >>> 16) / 32768 - 1;
  return gx * u + gy * v;
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}

import {cpus, loadavg, totalmem} from 'node:os';

/** What the figures were taken on; nothing that names the machine. */
export function describeMachine(versions: Record<string, string>): string[] {
  const [cpu] = cpus();
  return [
    `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 1024 ** 3)} GB of memory`,
    [
      `Node ${process.versions.node}`,
      ...Object.entries(versions).map(([name, v]) => `${name} ${v}`),
    ].join(', '),
    `load over the last minute at the end: ${loadavg()[0]!.toFixed(1)}`,
  ];
}

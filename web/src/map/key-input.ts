/** What keys mean on the map. */
export interface KeyHost {
  key(key: string, hasShift: boolean): boolean;
  undo(): void;
  redo(): void;
}

/** Elements that want their keys for themselves. */
const OWN_KEYS = 'input, textarea, select, button, a, summary, [contenteditable], [role="dialog"]';

/**
 * Keys for the map, wherever the focus is, unless something that uses keys itself has it. Returns
 * the function that stops listening.
 */
export function listenForKeys(container: HTMLElement, host: KeyHost): () => void {
  const listening = new AbortController();
  const options = {capture: true, signal: listening.signal};
  // The map takes the focus when drawing begins; a frame around it helps only who works by keys.
  container.addEventListener('pointerdown', () => delete container.dataset['keys'], options);
  container.addEventListener('keydown', () => (container.dataset['keys'] = ''), options);
  document.addEventListener(
    'keydown',
    (event) => {
      const target = event.target as Element | null;
      const isMap = target !== null && container.contains(target) && !target.closest('button');
      if (!isMap && target?.closest(OWN_KEYS)) return;
      if (!handle(event, host)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    options,
  );
  return () => listening.abort();
}

function handle(event: KeyboardEvent, host: KeyHost): boolean {
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand && !event.altKey) {
    const key = event.key.toLowerCase();
    if (key === 'z' && !event.shiftKey) host.undo();
    else if (key === 'y' || key === 'z') host.redo();
    else return false;
    return true;
  }
  if (event.altKey) return false;
  return host.key(event.key, event.shiftKey);
}

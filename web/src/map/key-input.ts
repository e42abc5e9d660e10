/** What keys mean on the map. */
export interface KeyHost {
  key(key: string, hasShift: boolean): boolean;
  undo(): void;
  redo(): void;
}

/** Where text is typed or a question must be answered first, no key is the map's. */
const TYPING = 'input, textarea, select, [contenteditable], [role="dialog"]';

/**
 * Keys for the map: all of them while it has the focus or nothing has, undo, redo and Esc from
 * anywhere but a text field. Returns the function that stops listening.
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
      if (!isForMap(event, container) || !handle(event, host)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    options,
  );
  return () => listening.abort();
}

function isForMap(event: KeyboardEvent, container: HTMLElement): boolean {
  const target = event.target as Element | null;
  if (!target || target === document.body || target === document.documentElement) return true;
  if (target.closest(TYPING)) return false;
  const isOnMap = container.contains(target) && !target.closest('button');
  return isOnMap || isCommand(event) || event.key === 'Escape';
}

function handle(event: KeyboardEvent, host: KeyHost): boolean {
  if (event.altKey) return false;
  if (!isCommand(event)) return host.key(event.key, event.shiftKey);
  const key = event.key.toLowerCase();
  if (key === 'z' && !event.shiftKey) host.undo();
  else if (key === 'y' || key === 'z') host.redo();
  else return false;
  return true;
}

function isCommand(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey;
}

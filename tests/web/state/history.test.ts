import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createHistory} from '../../../web/src/state/history.ts';

test('undo gives back what was there before, redo what came after', () => {
  const history = createHistory<string>();
  history.record({before: 'a', after: 'b', change: 'first'});
  history.record({before: 'b', after: 'c', change: 'second'});
  expect(history.undoable.value?.change).toBe('second');
  expect(history.undo()).toBe('b');
  expect(history.undo()).toBe('a');
  expect(history.undo()).toBeNull();
  expect(history.redoable.value?.change).toBe('first');
  expect(history.redo()).toBe('b');
  expect(history.redo()).toBe('c');
  expect(history.redo()).toBeNull();
});

test('a new step after undo forgets what was undone', () => {
  const history = createHistory<string>();
  history.record({before: 'a', after: 'b', change: 'first'});
  history.undo();
  history.record({before: 'a', after: 'x', change: 'other'});
  expect(history.redo()).toBeNull();
  expect(history.undo()).toBe('a');
});

test('as many redos as undos lead back to where one was', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), {minLength: 1, maxLength: 30}), fc.nat(30), (values, steps) => {
      const history = createHistory<number>();
      let now = -1;
      for (const value of values) {
        history.record({before: now, after: value, change: 'step'});
        now = value;
      }
      const count = Math.min(steps, values.length);
      for (let i = 0; i < count; i++) history.undo();
      let last: number | null = now;
      for (let i = 0; i < count; i++) last = history.redo();
      expect(last).toBe(now);
    }),
    {seed: 7},
  );
});

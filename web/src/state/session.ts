import {computed, shallowRef} from 'vue';
import type {Problem} from '../../../contract/problem.ts';
import {fetchSession, signIn, signOut, type Session} from '../api/session.ts';
import {IDLE, load, problemFrom, valueOf, type Remote} from './remote.ts';

export type SessionState = ReturnType<typeof createSessionState>;

/** Whether this service asks who one is, and whether it knows. */
export function createSessionState() {
  const remote = shallowRef<Remote<Session>>(IDLE);
  const problem = shallowRef<Problem | null>(null);
  const isLockedOut = computed(() => valueOf(remote.value)?.isSignedIn === false);
  const tiandituToken = computed(() => valueOf(remote.value)?.tiandituToken ?? null);
  const canLeave = computed(() => {
    const session = valueOf(remote.value);
    return session !== null && session.isSignInNeeded && session.isSignedIn;
  });

  function refresh(): Promise<void> {
    return load(remote, fetchSession);
  }

  async function enter(token: string): Promise<void> {
    problem.value = null;
    try {
      remote.value = {status: 'ready', value: await signIn(token)};
    } catch (error) {
      problem.value = problemFrom(error);
    }
  }

  async function leave(): Promise<void> {
    await signOut().catch(() => undefined);
    await refresh();
  }

  return {remote, problem, tiandituToken, isLockedOut, canLeave, refresh, enter, leave};
}

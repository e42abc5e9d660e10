import {request} from './request.ts';

export interface Session {
  isSignInNeeded: boolean;
  isSignedIn: boolean;
  /** Token of the Tianditu base map, where the service offers one. */
  tiandituToken: string | null;
}

export async function fetchSession(): Promise<Session> {
  return (await request<Session>('/session')).body;
}

export async function signIn(token: string): Promise<Session> {
  return (await request<Session>('/session', {method: 'POST', json: {token}})).body;
}

export async function signOut(): Promise<void> {
  await request('/session', {method: 'DELETE'});
}

import {request} from './request.ts';

export interface Session {
  isSignInNeeded: boolean;
  isSignedIn: boolean;
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

import { KeelsonError } from '../../../core/errors.ts';
import type { ApiRequest, ApiResponse } from './connection.ts';
import { parseStatus } from './status.ts';

/** The answer's JSON. Throws KS8004 when it is no success or no JSON. @param what identity of the object, or what was read */
export function jsonOf<T>(response: ApiResponse, request: Pick<ApiRequest, 'method' | 'path'>, what: string): T {
  if (response.status >= 200 && response.status < 300) {
    try {
      return JSON.parse(response.text) as T;
    } catch (cause) {
      throw new KeelsonError('KS8004', {
        object: what,
        message: `${request.method} ${request.path} was answered by what is no JSON`,
        cause,
      });
    }
  }
  throw refused(response, request, what);
}

/** The error for an answer that is no success. @param secret whether the server's words may hold a secret, and are left out */
export function refused(response: ApiResponse, request: Pick<ApiRequest, 'method' | 'path'>, what: string, secret = false): KeelsonError {
  const status = parseStatus(response.status, response.text);
  const isGoing = status.causes.some(({ reason }) => reason === 'NamespaceTerminating');
  const fix = isGoing ? 'the namespace is being deleted: run it again when it is gone' : FIXES[status.code];
  return new KeelsonError('KS8004', {
    object: what,
    message: `${request.method} was refused with ${status.code}${status.reason ? ` ${status.reason}` : ''}: ${secret ? 'the words of the server are left out, they may hold a secret' : status.message}`,
    ...(fix !== undefined && { fix }),
  });
}

const FIXES: Readonly<Record<number, string>> = {
  401: 'log in again, or correct the credentials of the kubeconfig',
  403: 'grant the right (keelson rbac prints what the assembly needs), or apply as somebody who has it',
};

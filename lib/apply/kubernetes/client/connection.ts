/** Whom a request is made for, by Kubernetes' impersonation headers. */
export interface Impersonation {
  /** Name of the user, such as `system:serviceaccount:team-a:keelson`. */
  readonly user: string;
  /** Groups of the user. @default - none */
  readonly groups?: readonly string[];
}

/** One request to the API server. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path from the root, such as `/api/v1/namespaces`; its segments are escaped. */
  readonly path: string;
  /** Parameters; undefined ones are left out. @default - none */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Text of the body. @default - none */
  readonly body?: string;
  /** Media type of the body. @default 'application/json' */
  readonly contentType?: string;
  /** Media type of the answer. @default 'application/json' */
  readonly accept?: string;
  /** Milliseconds for one attempt. @default 60000 */
  readonly timeoutMs?: number;
  /** Whether it may be sent again after an answer was lost. @default true; false for POST */
  readonly repeatable?: boolean;
  readonly impersonate?: Impersonation;
  /** Ends it before it is sent, or sent again; a GET also while it is under way. */
  readonly signal?: AbortSignal;
}

/** An answer, whatever its status. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A connection to one API server: keeps sockets alive, limits what is under way, and repeats what may be repeated. */
export interface Connection {
  /** Address of the API server, for messages. */
  readonly server: string;
  /** Requests that were sent, repetitions included. */
  readonly sent: number;
  /** Resolves with every answer but those that were repeated away. Throws KS8003 when there is none, and the signal's reason. */
  request(request: ApiRequest): Promise<ApiResponse>;
  /**
   * Sends a GET whose answer has no end, as a watch, and gives its lines as they come; beside the limit of what is under way. Resolves
   * when the server ends it, also by a refusal. Throws KS8003 when it breaks off, and the signal's reason.
   */
  stream(request: Omit<ApiRequest, 'method' | 'body'>, line: (text: string) => void): Promise<Pick<ApiResponse, 'status' | 'text'>>;
  /** Ends the sockets. */
  close(): void;
}

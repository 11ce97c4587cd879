/** How requests from outside the cluster come in by an Ingress. */
export interface IngressProps {
  /** Host name. */
  readonly host: string;
  /** Path that requests begin with. @default '/' */
  readonly path?: string;
  /** Name of the port that they go to. @default - the first */
  readonly port?: string;
  /** IngressClass. @default - the cluster's default */
  readonly className?: string;
  /** Name of the Secret with the certificate. @default - no TLS */
  readonly tlsSecret?: string;
  /** Annotations that the ingress controller reads. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** How requests from outside the cluster come in by a Gateway. The kind HTTPRoute needs a provider: an Addon, or `external`. */
export interface RouteProps {
  /** Host names. */
  readonly hosts: readonly string[];
  /** Name of the Gateway. */
  readonly gateway: string;
  /** Namespace of the Gateway. @default - the application's */
  readonly gatewayNamespace?: string;
  /** Path that requests begin with. @default '/' */
  readonly path?: string;
  /** Name of the port that they go to. @default - the first */
  readonly port?: string;
}

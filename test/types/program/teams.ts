export interface TeamData {
  readonly name: string;
  readonly image: string;
  readonly replicas: Readonly<Record<'dev' | 'prod', number>>;
}

export const teams: readonly TeamData[] = [
  { name: 'search', image: 'ghcr.io/acme/search:1.0.0', replicas: { dev: 1, prod: 3 } },
  { name: 'support', image: 'ghcr.io/acme/support:1.0.0', replicas: { dev: 1, prod: 2 } },
];

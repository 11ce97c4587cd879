/** A Kubernetes version of EKS. Dates are ISO, and the last day that is meant. */
export interface EksVersion {
  /** `major.minor`. */
  readonly version: string;
  readonly released: string;
  /** End of standard support. */
  readonly standardSupportEnd: string;
  /** End of extended support: AWS then upgrades the cluster by itself. */
  readonly extendedSupportEnd: string;
}

/** Day on which the table was made: of what came later, it knows nothing. */
export const EKS_VERSIONS_AS_OF = '2026-11-23';

/*
 * Source: endoflife-date/endoflife.date products/amazon-eks.md @a70eca337600e7d721dc48112c271f98661d208b; where the EKS user guide
 * (@013856044148) gives another day of release, its end dates are equal.
 */
// biome-ignore format: one row a line
export const eksVersions: readonly EksVersion[] = [
  { version: '1.36', released: '2026-06-02', standardSupportEnd: '2027-08-02', extendedSupportEnd: '2028-08-02' },
  { version: '1.35', released: '2026-01-28', standardSupportEnd: '2027-03-27', extendedSupportEnd: '2028-03-27' },
  { version: '1.34', released: '2025-10-06', standardSupportEnd: '2026-12-02', extendedSupportEnd: '2027-12-02' },
  { version: '1.33', released: '2025-05-28', standardSupportEnd: '2026-07-29', extendedSupportEnd: '2027-07-29' },
  { version: '1.32', released: '2025-01-25', standardSupportEnd: '2026-03-23', extendedSupportEnd: '2027-03-23' },
  { version: '1.31', released: '2024-09-26', standardSupportEnd: '2025-11-26', extendedSupportEnd: '2026-11-26' },
  { version: '1.30', released: '2024-05-23', standardSupportEnd: '2025-07-23', extendedSupportEnd: '2026-07-23' },
  { version: '1.29', released: '2024-01-23', standardSupportEnd: '2025-03-23', extendedSupportEnd: '2026-03-23' },
];

/** A version of the table. */
export function findEksVersion(version: string): EksVersion | undefined {
  return eksVersions.find((row) => row.version === version);
}

/** How a version is supported on a day. @param day ISO date */
export function eksSupport(version: EksVersion, day: string): 'standard' | 'extended' | 'ended' {
  if (day <= version.standardSupportEnd) return 'standard';
  return day <= version.extendedSupportEnd ? 'extended' : 'ended';
}

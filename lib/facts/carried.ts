import { definitionSources } from './crds/sources.ts';

/** A text that is carried into this project whole, to be read by validation and tests, not by synth. */
export interface CarriedText {
  /** Path relative to lib/facts. */
  readonly file: string;
  /** Where it comes from, and what was done to it. */
  readonly source: string;
  readonly license: string;
  /** `sha256:<hex>` of the upstream file, where there is one. */
  readonly upstreamDigest?: string;
  /** `sha256:<hex>` of the bytes of the carried file. */
  readonly digest: string;
}

/** Every carried text; a test recomputes the digests. */
export const carriedTexts: readonly CarriedText[] = [
  {
    file: 'kubernetes/openapi/kubernetes-1.36.json',
    source: 'kube-apiserver v1.36.2, GET /openapi/v3, without descriptions',
    license: 'Apache-2.0',
    digest: 'sha256:d071d64aa3f2339f1f35eef73a412e3e1fe4ef406e0271e6c2a7fac91f2bf778',
  },
  ...definitionSources.flatMap(({ source, rows }) =>
    rows.map(([name, path, digest, upstreamDigest]) => ({
      file: `crds/${name}.json`,
      source: `${source} ${path}, as JSON without descriptions`,
      license: 'Apache-2.0',
      ...(upstreamDigest !== undefined && { upstreamDigest }),
      digest,
    })),
  ),
];
